package dev.countersign.doors.web;

import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.View;

/// A template with what it is about, ready to be written.
///
/// @param retryAfter for `Retry-After`, or null
record HtmlView(
        TemplateEngine engine,
        int status,
        String template,
        Map<String, Object> parameters,
        @Nullable Duration retryAfter)
        implements View {

    /// The same under another status.
    HtmlView status(int other) {
        return new HtmlView(engine, other, template, parameters, retryAfter);
    }

    /// The same, saying when to come again.
    HtmlView retryAfter(Duration wait) {
        return new HtmlView(engine, status, template, parameters, wait);
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // Whole in memory first: a page that fails half-way must not arrive half.
        Utf8ByteOutput output = new Utf8ByteOutput();
        engine.render(template, parameters, output);
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        if (retryAfter != null) {
            long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        response.setContentLength(output.getContentLength());
        output.writeTo(response.getOutputStream());
    }
}
