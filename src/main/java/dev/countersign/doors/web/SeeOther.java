package dev.countersign.doors.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/// The answer "look there": a 303 to a path of this server. The path is ours, or a checked `ReturnPath`.
record SeeOther(String location) implements View {

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
        // A path, never a whole address: which host the request came to plays no part.
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", location);
    }
}
