package dev.countersign.doors.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A caller of the API over real HTTP, which fails when an answer is not as `openapi.json` says.
final class ApiClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;

    ApiClient(int port) {
        this.port = port;
    }

    /// An answer: its body is missing where there is none or it is no JSON.
    record Reply(int status, HttpHeaders headers, JsonNode body, String text) {
        String code() {
            return body.path("code").asString("");
        }

        String string(String pointer) {
            JsonNode node = body.at(pointer);
            if (!node.isString()) {
                throw new AssertionError("no " + pointer + " in " + this);
            }
            return node.asString();
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    int port() {
        return port;
    }

    Reply get(String path, @Nullable String token) {
        return call("GET", path, token, null, Map.of());
    }

    Reply post(String path, @Nullable String token, Map<String, ?> body) {
        return call("POST", path, token, JSON.writeValueAsString(body), Map.of());
    }

    Reply put(String path, @Nullable String token, Map<String, ?> body) {
        return call("PUT", path, token, JSON.writeValueAsString(body), Map.of());
    }

    Reply patch(String path, @Nullable String token, Map<String, ?> body) {
        return call("PATCH", path, token, JSON.writeValueAsString(body), Map.of());
    }

    Reply delete(String path, @Nullable String token) {
        return call("DELETE", path, token, null, Map.of());
    }

    /// A POST that carries an idempotency key.
    Reply postOnce(String key, String path, String token, Map<String, ?> body) {
        return call("POST", path, token, JSON.writeValueAsString(body), Map.of("Idempotency-Key", key));
    }

    Reply call(String method, String path, @Nullable String token, @Nullable String body, Map<String, String> headers) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return send(method, path, token, publisher, headers);
    }

    Reply send(String method, String path, @Nullable String token, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + ApiDoor.ROOT + path))
                .method(method, body);
        if (!headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return checked(method, path, response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Reply checked(String method, String path, HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode body = type.endsWith("json") ? JSON.readTree(text) : MissingNode.getInstance();
        List<String> faults = Contract.faults(method, path, response.statusCode(), type, body);
        if (!faults.isEmpty()) {
            throw new AssertionError(method + " " + path + " → " + response.statusCode() + " " + text + ": " + faults);
        }
        return new Reply(response.statusCode(), response.headers(), body, text);
    }
}
