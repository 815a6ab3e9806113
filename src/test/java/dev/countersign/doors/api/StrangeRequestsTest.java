package dev.countersign.doors.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.Databases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that no client library sends, byte by byte to the whole server.
class StrangeRequestsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api/v1/me;a=b",
                "/api/v1//me",
                "/api/v1/me/",
                "/api/v1/./me",
                "/api/v1/%2e%2e/me",
                "/api/v1/me/sessions/..",
                "/api/v1/%6de",
                "/api/v1/me%3Fx",
                "/api/",
                "/api/v2/me",
                "/api/v1/ME"
            })
    void addressWhenNoneOfOursThenProblem(String path) throws IOException {
        assertThat(answer("GET " + path + " HTTP/1.1\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .contains("Content-Type: application/problem+json")
                .contains("X-Content-Type-Options: nosniff")
                .contains("\"code\":\"not-found\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "TRACK", "get", "PROPFIND"})
    void methodWhenUnknownThenProblem(String method) throws IOException {
        assertThat(answer(method + " /api/v1/me HTTP/1.1\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: ")
                .contains("\"code\":\"method-not-allowed\"");
    }

    @Test
    void headerWhenItHoldsControlCharactersThenProblem() throws IOException {
        assertThat(answer("GET /api/v1/me HTTP/1.1\r\nAuthorization: \u0085\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"malformed-request\"");
    }

    @Test
    void authorizationWhenTwiceThenProblem() throws IOException {
        String token = "cs_session_" + "a".repeat(43);
        assertThat(answer("GET /api/v1/me HTTP/1.1\r\nAuthorization: Bearer " + token + "\r\nAuthorization: Bearer "
                        + token + "\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"malformed-request\"");
    }

    @Test
    void bodyWhenChunksAreBrokenThenProblem() throws IOException {
        String head = "POST /api/v1/sign-in HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked";
        assertThat(answer(head + "\r\n\r\nnonsense\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/problem+json")
                .contains("\"code\":\"malformed-request\"");
    }

    private static String answer(String head) throws IOException {
        int port = ApiServer.on(Databases.SQLITE).port();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = head.replaceFirst("\r\n", "\r\nHost: localhost\r\nConnection: close\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
