package dev.countersign.doors.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The bytes of a request's body, read once and 64 KiB at most (a picture: more), however long it says it is.
final class RequestBytes {
    static final int MOST = 64 * 1024;
    private static final String ATTRIBUTE = RequestBytes.class.getName();

    private RequestBytes() {}

    static byte[] of(HttpServletRequest request) throws IOException {
        return of(request, MOST);
    }

    static byte[] of(HttpServletRequest request, int most) throws IOException {
        if (request.getAttribute(ATTRIBUTE) instanceof byte[] known) {
            return known;
        }
        if (request.getContentLengthLong() > most) {
            throw new Refusal(ProblemCode.BODY_TOO_LARGE);
        }
        // A chunked body does not say its length: one byte more than is allowed tells.
        byte[] bytes = request.getInputStream().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Refusal(ProblemCode.BODY_TOO_LARGE);
        }
        request.setAttribute(ATTRIBUTE, bytes);
        return bytes;
    }

    /// Refuses a body that is not announced as a PNG or a JPEG.
    static void requirePicture(HttpServletRequest request) {
        String type = request.getContentType();
        boolean picture = "image/png".equalsIgnoreCase(type) || "image/jpeg".equalsIgnoreCase(type);
        if (!picture || request.getHeader("Content-Encoding") != null) {
            throw new Refusal(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    /// Refuses a body that is not announced as plain JSON.
    static void requireJson(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (!isJson(request.getContentType()) || (encoding != null && !"identity".equalsIgnoreCase(encoding))) {
            throw new Refusal(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!"application/json".equals(parts[0].strip())) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !"charset=utf-8".equals(parameter)) {
                return false;
            }
        }
        return true;
    }
}
