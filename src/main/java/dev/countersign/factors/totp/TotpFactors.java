package dev.countersign.factors.totp;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.secret.Base32;
import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Authenticator apps: their secrets, and the one write that accepts a code.
public final class TotpFactors {
    /// RFC 4226 §4 R6: a shared secret of 160 bits is recommended.
    private static final int SECRET_BYTES = 20;

    /// RFC 6238 §5.2: at most one time step is allowed as network delay; one ahead as well, for a phone that runs
    /// fast.
    private static final int WINDOW = 1;

    /// How far a phone's clock may be off and still be told: 10 minutes.
    private static final int CLOCK_HELP_STEPS = 20;

    private static final byte[] DECOY = new byte[SECRET_BYTES];

    private final Db db;
    private final SecretBox box;
    private final Tokens tokens;
    private final Factors factors;
    private final String table;
    private final TotpStore store;

    /// The apps of whoever holds those factors.
    public TotpFactors(Db db, SecretBox box, Tokens tokens, Factors factors) {
        this.db = db;
        this.box = box;
        this.tokens = tokens;
        this.factors = factors;
        this.table = factors.holders().table("totp");
        this.store = new TotpStore(db, factors.holders());
    }

    /// What a code is to a secret at a time.
    public sealed interface Match {
        /// The code of that step, which no code was accepted for yet.
        record At(long step) implements Match {}

        /// The code of a step at or below the last accepted one.
        record Used() implements Match {}

        /// Not a code of now. `clockOff` is how far the phone is behind (positive) or ahead (negative), where it
        /// would be one then.
        record None(@Nullable Duration clockOff) implements Match {}
    }

    /// What came of a code for the active app.
    public sealed interface Check {
        /// Accepted; never again.
        record Accepted(String factorId) implements Check {}

        /// Right, but used.
        record AlreadyUsed() implements Check {}

        /// Wrong; `clockOff` once two different codes agree on it.
        record Wrong(@Nullable Duration clockOff) implements Check {}
    }

    /// Makes a secret that is pending under that id, until then, in place of others that are pending, and returns
    /// it in base32.
    public String begin(String accountId, String enrolmentId, Instant until) {
        byte[] secret = tokens.bytes(SECRET_BYTES);
        byte[] sealed = box.seal(place(accountId, enrolmentId), secret);
        db.inTransaction(() -> {
            store.deletePending(accountId);
            store.insertPending(accountId, enrolmentId, sealed, until);
        });
        return Base32.encode(secret);
    }

    /// The pending secret in base32, or empty.
    public Optional<String> pendingSecret(String accountId, String enrolmentId) {
        return db.read(() -> store.pending(accountId, enrolmentId)).map(row -> Base32.encode(open(accountId, row)));
    }

    /// What a code is to the pending secret. Changes nothing.
    public Optional<Match> matchPending(String accountId, String enrolmentId, String code, Instant now) {
        return db.read(() -> store.pending(accountId, enrolmentId))
                .map(row -> match(open(accountId, row), row.lastStep(), code, now));
    }

    /// Makes the pending secret the active one, in the place of the one before, with that step as its last
    /// accepted. Empty when it is not pending any more; else whether one was replaced.
    public Optional<Boolean> activate(String accountId, String enrolmentId, String label, long step, Instant now) {
        return db.inTransaction(() -> {
            if (store.pending(accountId, enrolmentId).isEmpty()) {
                return Optional.<Boolean>empty();
            }
            store.deleteActive(accountId);
            if (!store.activate(accountId, enrolmentId, step)) {
                throw new IllegalStateException("a pending secret was gone within one transaction");
            }
            return Optional.of(
                    factors.put(new Factor(enrolmentId, accountId, FactorType.TOTP, label, now, null, null)));
        });
    }

    /// Checks a code against the active app and, when it is right, accepts it by one conditional write: of the same
    /// code sent many times at once, one is accepted.
    public Check verify(String accountId, String code, Instant now) {
        return db.inTransaction(() -> {
            Optional<TotpStore.Row> found = store.active(accountId);
            if (found.isEmpty()) {
                // As much work as where there is one, so that the time does not tell.
                match(DECOY, -1, code, now);
                return new Check.Wrong(null);
            }
            TotpStore.Row row = found.get();
            return switch (match(open(accountId, row), row.lastStep(), code, now)) {
                case Match.Used() -> new Check.AlreadyUsed();
                case Match.None(Duration off) -> new Check.Wrong(agreed(accountId, row, off, now));
                case Match.At(long step) -> {
                    if (!store.acceptStep(accountId, row.factorId(), step)) {
                        yield new Check.AlreadyUsed();
                    }
                    factors.used(accountId, row.factorId(), now);
                    yield new Check.Accepted(row.factorId());
                }
            };
        });
    }

    /// Drops what is pending.
    public void discardPending(String accountId) {
        db.inTransaction(() -> store.deletePending(accountId));
    }

    /// Removes that factor; false when it is not there.
    public boolean remove(String accountId, String factorId) {
        return db.inTransaction(() -> store.delete(accountId, factorId) && factors.remove(accountId, factorId));
    }

    /// Removes everything of the account.
    public void removeAll(String accountId) {
        db.inTransaction(() -> {
            store.deleteAll(accountId);
            factors.list(accountId).stream()
                    .filter(f -> f.type() == FactorType.TOTP)
                    .forEach(f -> factors.remove(accountId, f.id()));
        });
    }

    /// A phone's clock is told to be off only when two codes of different steps say the same (within a step): one
    /// alone could be a guess that would learn which of the future codes it hit.
    private @Nullable Duration agreed(String accountId, TotpStore.Row row, @Nullable Duration off, Instant now) {
        if (off == null) {
            return null;
        }
        long steps = off.toSeconds() / Totp.STEP_SECONDS;
        long atStep = Totp.step(now) - steps;
        Long before = row.driftSteps();
        Long beforeAt = row.driftAtStep();
        if (before != null && beforeAt != null && beforeAt != atStep && Math.abs(before - steps) <= 1) {
            return off;
        }
        store.noteDrift(accountId, row.factorId(), steps, atStep);
        return null;
    }

    private static Match match(byte[] secret, long lastStep, String code, Instant now) {
        long current = Totp.step(now);
        @Nullable Long matched = null;
        for (int offset = -WINDOW; offset <= WINDOW; offset++) {
            if (same(Totp.code(secret, current + offset), code)) {
                matched = current + offset;
            }
        }
        if (matched != null) {
            return matched > lastStep ? new Match.At(matched) : new Match.Used();
        }
        for (int distance = WINDOW + 1; distance <= CLOCK_HELP_STEPS; distance++) {
            // A phone that is behind shows an older code: positive.
            if (same(Totp.code(secret, current - distance), code)) {
                return new Match.None(Duration.ofSeconds((long) distance * Totp.STEP_SECONDS));
            }
            if (same(Totp.code(secret, current + distance), code)) {
                return new Match.None(Duration.ofSeconds((long) -distance * Totp.STEP_SECONDS));
            }
        }
        return new Match.None(null);
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] open(String accountId, TotpStore.Row row) {
        return box.open(place(accountId, row.factorId()), row.sealedSecret().copy());
    }

    private Place place(String accountId, String factorId) {
        return new Place(table, "secret", accountId + "/" + factorId);
    }
}
