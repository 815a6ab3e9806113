package dev.countersign.doors.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.journeys.organisation.Adoption.Day;
import dev.countersign.pages.CsvLine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/// Adoption from day to day as a table for spreadsheets.
record AdoptionFile(List<Day> days) implements View {

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        StringWriter text = new StringWriter();
        CsvLine.write(text, List.of("day", "members", "enrolled"));
        for (Day day : days) {
            CsvLine.write(
                    text,
                    List.of(day.day().toString(), Integer.toString(day.members()), Integer.toString(day.enrolled())));
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        response.setContentType("text/csv;charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"adoption.csv\"");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
