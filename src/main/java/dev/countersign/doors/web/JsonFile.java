package dev.countersign.doors.web;

import dev.countersign.journeys.departure.ExportOutcome.Document;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/// A JSON document for the person to keep, under a name of plain letters, however long it is.
final class JsonFile implements View {
    private final String name;
    private final Document document;

    JsonFile(String name, Document document) {
        this.name = name;
        this.document = document;
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("application/json");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        document.writeTo(response.getOutputStream());
    }
}
