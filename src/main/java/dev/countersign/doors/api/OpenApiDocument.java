package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;

/// The contract of the API, OpenAPI 3.1: the file `openapi.json` beside this class.
@ApiDoor
class OpenApiDocument {
    private static final Map<String, String> FOR_AN_HOUR = Map.of("Cache-Control", "public, max-age=3600");

    private final byte[] document = read();

    @GetMapping("/openapi.json")
    Answer document(Anyone caller) {
        return Answer.bytes(200, Answer.JSON, document).with(FOR_AN_HOUR);
    }

    static byte[] read() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
