package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.AuditExport;
import dev.countersign.pages.EventFile;
import dev.countersign.pages.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/// A log as a file for the person to keep, written while it is read. Where reading breaks off, so does the download.
record LogDownload(AuditExport log, EventFile form, Words words) implements View {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try (log) {
            response.setContentType(form.mediaType() + ";charset=utf-8");
            response.setHeader("Content-Disposition", "attachment; filename=\"audit-log." + form.word() + "\"");
            if (form == EventFile.CSV) {
                // Without it a spreadsheet that opens the file takes it for the letters of its own country.
                response.getOutputStream().write(BYTE_ORDER_MARK);
            }
            form.write(log, response.getOutputStream(), words);
        }
    }
}
