package dev.countersign.doors.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `openapi.json` as the judge of what the server really answers.
final class Contract {
    private static final JsonNode DOCUMENT = JsonMapper.builder().build().readTree(OpenApiDocument.read());

    private Contract() {}

    static JsonNode paths() {
        return DOCUMENT.get("paths");
    }

    static JsonNode schemas() {
        return DOCUMENT.at("/components/schemas");
    }

    static JsonNode document() {
        return DOCUMENT;
    }

    /// What is wrong with an answer; nothing for a route that the contract does not have, other than that it is no
    /// 404 or 405.
    static List<String> faults(String method, String path, int status, String contentType, JsonNode body) {
        Optional<JsonNode> operation = operation(method, path);
        List<String> faults = new ArrayList<>();
        if (operation.isEmpty()) {
            check(schemas().get("Problem"), body, "body", faults);
            if (status != 404 && status != 405 && status != 406) {
                faults.add(status + " from a route that is not in the contract");
            }
            return faults;
        }
        JsonNode answer = resolved(operation.get().path("responses").path(Integer.toString(status)));
        if (answer.isMissingNode()) {
            return List.of("status " + status + " is not in the contract");
        }
        JsonNode content = answer.path("content");
        if (content.isMissingNode()) {
            return body.isMissingNode() ? List.of() : List.of("there should be no body");
        }
        JsonNode media = content.path(contentType);
        if (media.isMissingNode()) {
            return List.of(contentType + " is not in the contract");
        }
        if (contentType.endsWith("json")) {
            check(media.get("schema"), body, "body", faults);
        }
        if (contentType.equals("application/problem+json")
                && operation.get().get("x-problems").valueStream().noneMatch(body.path("code")::equals)) {
            faults.add(body.path("code") + " is not among the operation's problems");
        }
        return faults;
    }

    private static Optional<JsonNode> operation(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "").replaceFirst("^" + ApiDoor.ROOT, "");
        return paths().properties().stream()
                .filter(entry -> plain.matches(entry.getKey()
                        .replaceAll("\\{\\w*[iI]d}", "[0-9a-f-]{36}")
                        .replace("{token}", "[^/]+")))
                .map(entry -> entry.getValue().path(method.toLowerCase(java.util.Locale.ROOT)))
                .filter(operation -> !operation.isMissingNode())
                .findFirst();
    }

    private static void check(JsonNode unresolved, JsonNode value, String at, List<String> faults) {
        JsonNode schema = resolved(unresolved);
        if (schema.has("oneOf")) {
            checkOneOf(schema.get("oneOf"), value, at, faults);
            return;
        }
        checkType(schema, value, at, faults);
        if (value.isObject() && schema.has("properties")) {
            checkProperties(schema, value, at, faults);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), at + "[" + i + "]", faults);
            }
        }
    }

    private static void checkOneOf(JsonNode choices, JsonNode value, String at, List<String> faults) {
        List<List<String>> each = new ArrayList<>();
        for (JsonNode choice : choices) {
            List<String> its = new ArrayList<>();
            check(choice, value, at, its);
            each.add(its);
        }
        long fitting = each.stream().filter(List::isEmpty).count();
        if (fitting != 1) {
            faults.add(at + " fits " + fitting + " of the choices: " + each);
        }
    }

    private static void checkType(JsonNode schema, JsonNode value, String at, List<String> faults) {
        JsonNode type = schema.path("type");
        boolean fits = type.isMissingNode();
        for (JsonNode one : type.isArray() ? type : List.of(type)) {
            fits |= switch (one.asString("")) {
                case "object" -> value.isObject();
                case "array" -> value.isArray();
                case "string" -> value.isString();
                case "integer" -> value.isIntegralNumber();
                case "boolean" -> value.isBoolean();
                case "null" -> value.isNull();
                default -> false;
            };
        }
        if (!fits) {
            faults.add(at + " is " + value + ", not " + type);
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            faults.add(at + " is not " + schema.get("const"));
        }
        boolean listed = !schema.has("enum") || schema.get("enum").valueStream().anyMatch(value::equals);
        if (!listed) {
            faults.add(at + " is " + value + ", which is none of " + schema.get("enum"));
        }
        if (value.isString() && "date-time".equals(schema.path("format").asString("")) && !isTime(value.asString())) {
            faults.add(at + " is no RFC 3339 time in UTC: " + value);
        }
    }

    private static boolean isTime(String text) {
        return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z");
    }

    private static void checkProperties(JsonNode schema, JsonNode value, String at, List<String> faults) {
        for (JsonNode needed : schema.path("required")) {
            if (!value.has(needed.asString())) {
                faults.add(at + " lacks " + needed);
            }
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            JsonNode its = schema.get("properties").get(property.getKey());
            if (its == null) {
                faults.add(at + " has " + property.getKey() + ", which is not in the contract");
            } else {
                check(its, property.getValue(), at + "." + property.getKey(), faults);
            }
        }
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? DOCUMENT.at(schema.get("$ref").asString().substring(1)) : schema;
    }
}
