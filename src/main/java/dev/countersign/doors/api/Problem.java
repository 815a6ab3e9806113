package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Problem details (RFC 9457) as they go over the wire, with what the caller needs to go on.
///
/// @param type `urn:countersign:problem:` and the code
/// @param attemptsLeft how many more codes the challenge or enrolment takes
/// @param retryAt when the same call may succeed
/// @param maxAgeSeconds how old a proof may be for the refused call
/// @param clockOffSeconds how far the phone's clock is behind (positive) or ahead (negative) of the server's
@JsonInclude(Include.NON_NULL)
record Problem(
        String type,
        String code,
        String title,
        int status,
        String detail,
        @Nullable List<FieldError> errors,
        @Nullable Integer attemptsLeft,
        @Nullable Instant retryAt,
        @Nullable Long maxAgeSeconds,
        @Nullable Long clockOffSeconds)
        implements Wire {

    private static final String TYPE = "urn:countersign:problem:";

    /// What is wrong with one field of the body or one query parameter.
    record FieldError(String field, String code, String detail) implements Wire {}

    static Problem of(ProblemCode code) {
        return of(code, code.detail());
    }

    static Problem of(ProblemCode code, String detail) {
        return new Problem(
                TYPE + code.word(), code.word(), code.title(), code.status(), detail, null, null, null, null, null);
    }

    static Problem of(ProblemCode code, List<FieldError> errors) {
        return of(code).withErrors(errors);
    }

    static Problem retry(ProblemCode code, Instant at) {
        return of(code).withRetryAt(at);
    }

    static Problem validation(String field, String code, String detail) {
        return of(ProblemCode.VALIDATION, List.of(new FieldError(field, code, detail)));
    }

    /// The session's proof is older than that.
    static Problem stepUp(Duration maxAge) {
        Problem p = of(ProblemCode.STEP_UP_REQUIRED);
        return new Problem(p.type, p.code, p.title, p.status, p.detail, null, null, null, maxAge.toSeconds(), null);
    }

    /// A code that was not accepted.
    static Problem wrongCode(ProblemCode code, int attemptsLeft, @Nullable Duration clockOff) {
        Problem p = of(code);
        Long off = clockOff == null ? null : clockOff.toSeconds();
        return new Problem(p.type, p.code, p.title, p.status, p.detail, null, attemptsLeft, null, null, off);
    }

    private Problem withErrors(List<FieldError> all) {
        return new Problem(type, code, title, status, detail, all, attemptsLeft, retryAt, maxAgeSeconds, null);
    }

    private Problem withRetryAt(Instant at) {
        return new Problem(type, code, title, status, detail, errors, attemptsLeft, at, maxAgeSeconds, null);
    }
}
