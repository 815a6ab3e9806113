package dev.countersign.doors.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/// The answer "go there", to an address of an app that its owner registered: a 303. An address that was only asked for
/// never gets here.
record Away(String address) implements View {
    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address);
        // What is in the address is for the app alone, and good once.
        response.setHeader("Cache-Control", "no-store");
    }
}
