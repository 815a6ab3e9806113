package dev.countersign.people.gateway;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Addresses and forms, put together and taken apart.
final class Urls {
    private Urls() {}

    static URI under(URI base, String path) {
        String start = base.toString();
        return URI.create((start.endsWith("/") ? start.substring(0, start.length() - 1) : start) + path);
    }

    static byte[] form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The fields of a form or a query, in their order; a name may come more than once. Empty when it is none.
    static List<Map.Entry<String, String>> fields(String form) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        try {
            for (String field : form.split("&", -1)) {
                int equals = field.indexOf('=');
                if (!field.isEmpty()) {
                    fields.add(Map.entry(
                            decoded(equals < 0 ? field : field.substring(0, equals)),
                            equals < 0 ? "" : decoded(field.substring(equals + 1))));
                }
            }
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        return fields;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
