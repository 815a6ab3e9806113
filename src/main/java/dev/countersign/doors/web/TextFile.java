package dev.countersign.doors.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/// A text for the person to keep, under a name of plain letters. UTF-8.
final class TextFile implements View {
    private final String name;
    private final byte[] text;

    TextFile(String name, byte[] text) {
        this.name = name;
        this.text = text;
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/plain;charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
