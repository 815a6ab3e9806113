package dev.countersign.ground.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The answer to a request by HTTP/1.1, read as far as it is of use.
///
/// @param body its first [#MOST] bytes as text, or what came before the line broke
/// @param retryAfter the header `Retry-After` as it came, or ""
record HttpAnswer(int status, String body, String retryAfter) {
    /// As much of a body is read.
    static final int MOST = 4 * 1024;

    private static final String RETRY_AFTER = "retry-after:";
    private static final int LONGEST_HEAD = 32 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");

    /// The framing of a body (RFC 9112 §6).
    private record Framing(int status, boolean chunked, long length, String retryAfter) {}

    static HttpAnswer read(InputStream in) throws IOException {
        int[] left = {LONGEST_HEAD};
        Framing framing = head(in, left);
        // RFC 9110 §15.2: what is on its way is said ahead of the answer.
        while (framing.status() / 100 == 1) {
            framing = head(in, left);
        }
        byte[] body = framing.status() == 204 || framing.status() == 304 ? new byte[0] : body(in, framing);
        return new HttpAnswer(framing.status(), new String(body, UTF_8), framing.retryAfter());
    }

    private static Framing head(InputStream in, int[] left) throws IOException {
        Matcher first = STATUS.matcher(line(in, left));
        if (!first.matches()) {
            throw new IOException("no HTTP");
        }
        boolean chunked = false;
        long length = -1;
        String retryAfter = "";
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.matches("content-length:\\s*\\d{1,18}\\s*")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith(RETRY_AFTER)) {
                retryAfter = line.substring(RETRY_AFTER.length()).strip();
            }
        }
        return new Framing(Integer.parseInt(first.group(1)), chunked, length, retryAfter);
    }

    /// A line without its end. A head that is too long is an answer that nobody can read.
    private static String line(InputStream in, int[] left) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || --left[0] < 0) {
                throw new IOException("the head has no end");
            }
            bytes.write(b);
        }
        String line = bytes.toString(ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /// The status is known, so a body that breaks off is as long as it is.
    private static byte[] body(InputStream in, Framing framing) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            if (framing.chunked()) {
                chunks(in, body);
            } else {
                long most = framing.length() < 0 ? MOST : Math.min(MOST, framing.length());
                read(in, (int) most, body);
            }
        } catch (IOException brokeOff) {
            return body.toByteArray();
        }
        return body.toByteArray();
    }

    /// What has come stays, also where the line breaks.
    private static void read(InputStream in, int most, ByteArrayOutputStream body) throws IOException {
        byte[] part = new byte[1024];
        for (int left = most; left > 0; ) {
            int count = in.read(part, 0, Math.min(left, part.length));
            if (count < 0) {
                return;
            }
            body.write(part, 0, count);
            left -= count;
        }
    }

    private static void chunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        int[] left = {LONGEST_HEAD};
        while (body.size() < MOST) {
            String size = line(in, left).replaceFirst(";.*", "").strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                return;
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                return;
            }
            int wanted = (int) Math.min(length, (long) MOST - body.size());
            read(in, wanted, body);
            if (wanted < length) {
                return;
            }
            line(in, left);
        }
    }
}
