package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.WithCredential;
import dev.countersign.doors.api.IdempotencyStore.Call;
import dev.countersign.doors.api.IdempotencyStore.Row;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.StoreUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Idempotency keys of callers with a session or an API key: a POST that is repeated with its key runs once. The key is
/// claimed by one
/// conditional insert before the work begins, so of parallel repeats one works and the others are told so.
@Component
class Idempotency {
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final String CLAIM = Idempotency.class.getName();
    private static final Pattern KEY = Pattern.compile("[ -~]{1,255}");
    private static final Duration KEPT = Duration.ofHours(24);

    /// No call takes that long: one that has no outcome by then was broken off, and whether it did its work is not
    /// known.
    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

    private final Db db;
    private final IdempotencyStore store;
    private final InstantSource clock;

    Idempotency(Db db, InstantSource clock) {
        this.db = db;
        this.store = new IdempotencyStore(db);
        this.clock = clock;
    }

    /// Claims the call if it carries a key. Empty: go on; otherwise the call was made before, and this is its
    /// answer.
    ///
    /// @throws Refusal when the key is bad, was used for another body, or is being worked on
    Optional<Answer> before(HttpServletRequest request, WithCredential caller) throws IOException {
        List<String> keys = Collections.list(request.getHeaders("Idempotency-Key"));
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (keys.size() > 1 || !KEY.matcher(keys.getFirst()).matches()) {
            throw new Refusal(ProblemCode.IDEMPOTENCY_KEY_INVALID);
        }
        Call call = new Call(
                caller.accountId(),
                caller.credentialId(),
                request.getMethod(),
                request.getRequestURI(),
                keys.getFirst());
        String bodyHash = hash(RequestBytes.of(request));
        Instant now = clock.instant();
        Optional<Row> earlier = db.inTransaction(
                () -> store.claim(call, bodyHash, now, now.plus(KEPT)) ? Optional.<Row>empty() : store.find(call));
        if (earlier.isEmpty()) {
            request.setAttribute(CLAIM, call);
            return Optional.empty();
        }
        return Optional.of(repeat(earlier.get(), bodyHash, now));
    }

    private static Answer repeat(Row row, String bodyHash, Instant now) {
        if (!row.bodyHash().equals(bodyHash)) {
            return Answer.problem(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        }
        Integer status = row.status();
        if (status == null) {
            boolean running = row.claimedAt().plus(LONGEST_CALL).isAfter(now);
            return Answer.problem(running ? ProblemCode.IN_PROGRESS : ProblemCode.OUTCOME_UNKNOWN);
        }
        String answer = row.answer();
        if (answer == null) {
            return Answer.problem(ProblemCode.ALREADY_DONE);
        }
        return Answer.bytes(
                        status, status >= 400 ? Answer.PROBLEM : Answer.JSON, answer.getBytes(StandardCharsets.UTF_8))
                .with(Map.of("Idempotent-Replayed", "true"));
    }

    /// Keeps the answer of a claimed call, or gives the key free where the call did nothing.
    void after(HttpServletRequest request, Answer answer, byte[] bytes) {
        if (!(request.getAttribute(CLAIM) instanceof Call call)) {
            return;
        }
        request.removeAttribute(CLAIM);
        try {
            if (isOutcome(answer.status())) {
                String kept = answer.secret() ? null : new String(bytes, StandardCharsets.UTF_8);
                db.inTransaction(() -> store.finish(call, answer.status(), kept));
            } else {
                db.inTransaction(() -> store.release(call));
            }
        } catch (StoreUnavailable e) {
            // The work is done and its answer goes out. A repeat will find a call without an outcome, which does not
            // run again.
            LOG.warn("The outcome of a call with an idempotency key could not be kept", e);
        }
    }

    /// Whether an answer with that status is what the work came to. The others say "not now" or "not like this":
    /// nothing was done, and the same key may be tried again.
    private static boolean isOutcome(int status) {
        return status < 400 || status == 404 || status == 410 || status == 422;
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }
}
