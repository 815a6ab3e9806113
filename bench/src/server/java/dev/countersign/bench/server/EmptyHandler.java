package dev.countersign.bench.server;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// A handler behind the same filters and the same dispatcher as the API, which does nothing.
@RestController
public class EmptyHandler {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    EmptyHandler() {}

    @GetMapping("/api/v1/bench-empty")
    void empty(HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(EMPTY.length);
        response.getOutputStream().write(EMPTY);
    }
}
