package dev.countersign.doors.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// What puts an [Answer] on the wire, after its outcome was kept for repeats of the call.
@Component
class AnswerWriter {
    private static final byte[] NOTHING = {};

    private final Idempotency idempotency;
    private final InstantSource clock;

    AnswerWriter(Idempotency idempotency, InstantSource clock) {
        this.idempotency = idempotency;
        this.clock = clock;
    }

    void write(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] bytes = bytes(answer);
        idempotency.after(request, answer, bytes);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!answer.headers().containsKey("Cache-Control")) {
            response.setHeader("Cache-Control", "no-store");
        }
        if (answer.body() instanceof Problem problem && problem.retryAt() != null) {
            response.setHeader("Retry-After", Long.toString(secondsUntil(problem.retryAt())));
        }
        if (answer.body() == null) {
            return;
        }
        response.setContentType(answer.contentType());
        if (answer.body() instanceof Answer.Streamed streamed) {
            streamed.writeTo(response.getOutputStream());
            return;
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static byte[] bytes(Answer answer) {
        Object body = answer.body();
        if (body == null || body instanceof Answer.Streamed) {
            return NOTHING;
        }
        return body instanceof byte[] ready ? ready : Json.write(body);
    }

    /// Rounded up: a caller that waits so long is not too early.
    private long secondsUntil(Instant at) {
        return Math.max(1, Duration.between(clock.instant(), at).plusMillis(999).toSeconds());
    }
}
