package dev.countersign.bench.server;

import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.SlowHashes.Lane;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Handlers behind the same filters and the same dispatcher as the API: one that does nothing, and one that does
/// nothing but the hash of one password.
@RestController
public class BenchHandlers {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private final SlowHashes hashes;

    BenchHandlers(SlowHashes hashes) {
        this.hashes = hashes;
    }

    @GetMapping("/api/v1/bench-empty")
    void empty(HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(EMPTY.length);
        response.getOutputStream().write(EMPTY);
    }

    @GetMapping("/api/v1/bench-hash")
    void hash(HttpServletResponse response) throws IOException {
        hashes.matches(hashes.decoy(), "a password", Lane.UNKNOWN);
        empty(response);
    }
}
