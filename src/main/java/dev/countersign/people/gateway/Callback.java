package dev.countersign.people.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A request that claims to come from a gateway, as it arrived.
///
/// @param headers by name; upper and lower case are the same
/// @param query what follows the question mark, still encoded; may be empty
/// @param body read as UTF-8; one that is something else does not match its signature
public record Callback(Map<String, String> headers, String query, String body) {
    public Callback {
        Map<String, String> any = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        any.putAll(headers);
        headers = any;
    }

    /// What a signature is over.
    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /// The value of a header, or "".
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// Whether the body is of that media type, whatever its parameters.
    boolean is(String mediaType) {
        return header("Content-Type").toLowerCase(Locale.ROOT).startsWith(mediaType);
    }

    @Override
    public String toString() {
        return "Callback[***]";
    }
}
