package dev.countersign.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection that is kept open, with as little work for each request as can be: it shares two
/// processors with the server that is measured.
final class Http implements AutoCloseable {
    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    Http(int port) {
        this.port = port;
    }

    /// An answer. `head` is its lines without the first, names in lower case.
    record Reply(int status, List<String> head, String body) {
        /// The first header of that name, empty without one.
        String header(String name) {
            return all(name).stream().findFirst().orElse("");
        }

        List<String> all(String name) {
            return head.stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    /// `headers` are whole lines, each ended by CR LF.
    Reply get(String path, String headers) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + headers + "\r\n");
    }

    Reply post(String path, String headers, String type, String body) throws IOException {
        int length = body.getBytes(UTF_8).length;
        return exchange("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n" + headers + "\r\n" + body);
    }

    private Reply exchange(String request) throws IOException {
        boolean fresh = socket == null;
        try {
            return exchangeOnce(request);
        } catch (EOFException e) {
            close();
            if (fresh) {
                throw e;
            }
            // The server closes a kept connection after 100 requests or some idle seconds.
            return exchangeOnce(request);
        }
    }

    private Reply exchangeOnce(String request) throws IOException {
        Socket connected = connected();
        connected.getOutputStream().write(request.getBytes(UTF_8));
        Reply reply = read();
        if (reply.header("connection").equalsIgnoreCase("close")) {
            close();
        }
        return reply;
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            open.setTcpNoDelay(true);
            open.setSoTimeout(60_000);
            in = new BufferedInputStream(open.getInputStream(), 16 * 1024);
            socket = open;
        }
        return open;
    }

    private Reply read() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        List<String> head = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            head.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
        }
        Reply bare = new Reply(status, head, "");
        return new Reply(status, head, new String(body(bare), UTF_8));
    }

    private byte[] body(Reply head) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return new byte[0];
        }
        String length = head.header("content-length");
        if (!length.isEmpty()) {
            return exactly(Integer.parseInt(length));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            whole.writeBytes(exactly(size));
            line();
        }
        line();
        return whole.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        int b = in.read();
        while (b != '\n') {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
            b = in.read();
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
