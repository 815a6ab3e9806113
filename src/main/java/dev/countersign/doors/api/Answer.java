package dev.countersign.doors.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a handler answers: a status, and a record that is written as JSON, bytes that are written as they are, or
/// nothing.
///
/// @param body a [Wire] record, a `byte[]`, a [Streamed], or null
/// @param secret whether it holds a token, a secret or codes: such an answer is kept nowhere
record Answer(int status, String contentType, @Nullable Object body, Map<String, String> headers, boolean secret) {
    /// A body that is never in memory as a whole.
    interface Streamed {
        void writeTo(OutputStream out) throws IOException;
    }

    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    static final String SVG = "image/svg+xml";
    static final String PNG = "image/png";

    /// What writes itself while it is read from the database, however long it is.
    static Answer streamed(String contentType, Streamed body) {
        return new Answer(200, contentType, body, Map.of(), false);
    }

    static Answer ok(Wire body) {
        return new Answer(200, JSON, body, Map.of(), false);
    }

    static Answer created(Wire body) {
        return new Answer(201, JSON, body, Map.of(), false);
    }

    static Answer none() {
        return new Answer(204, JSON, null, Map.of(), false);
    }

    static Answer accepted() {
        return new Answer(202, JSON, null, Map.of(), false);
    }

    static Answer accepted(Wire body) {
        return new Answer(202, JSON, body, Map.of(), false);
    }

    static Answer bytes(int status, String contentType, byte[] bytes) {
        return new Answer(status, contentType, bytes, Map.of(), false);
    }

    static Answer problem(Problem problem) {
        return new Answer(problem.status(), PROBLEM, problem, Map.of(), false);
    }

    static Answer problem(ProblemCode code) {
        return problem(Problem.of(code));
    }

    /// The same, holding a secret.
    Answer andSecret() {
        return new Answer(status, contentType, body, headers, true);
    }

    /// The same, with these headers and no others.
    Answer with(Map<String, String> those) {
        return new Answer(status, contentType, body, those, secret);
    }
}
