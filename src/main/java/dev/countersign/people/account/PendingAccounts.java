package dev.countersign.people.account;

import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All sign-ups that wait for their address to be confirmed. Each has a code and a link, which are sent to the
/// address, and a holder's token, which stays in the browser it was begun in. Every method joins the caller's
/// transaction.
public final class PendingAccounts {
    /// How long a sign-up can be confirmed.
    public static final Duration WAITS = Duration.ofHours(1);

    /// Wrong codes that it takes.
    public static final int ATTEMPTS = 5;

    /// Mails that it sends.
    public static final int SENDS = 5;

    /// Sign-ups that wait for one address at once.
    public static final int FOR_ONE_ADDRESS = 5;

    private static final int DIGITS = 6;
    private static final List<Duration> BETWEEN_SENDS =
            List.of(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(120));

    private final Db db;
    private final Tokens tokens;
    private final SecretBox box;
    private final PendingAccountStore store;

    public PendingAccounts(Db db, Tokens tokens, SecretBox box) {
        this.db = db;
        this.tokens = tokens;
        this.box = box;
        this.store = new PendingAccountStore(db);
    }

    /// What is sent to the address.
    public record Proof(String code, Token link) {
        @Override
        public String toString() {
            return "Proof[***]";
        }
    }

    /// A new sign-up, with what is sent and what stays in the browser.
    public record Begun(PendingAccount pending, Proof proof, Token holder) {}

    /// Begins one; empty when too many wait for that address already.
    public Optional<Begun> begin(PendingAccount form, Instant now) {
        String key = new EmailAddress(form.email()).key();
        return db.inTransaction(() -> {
            db.lock("pending-account/" + key);
            if (store.waiting(key, now) >= FOR_ONE_ADDRESS) {
                return Optional.<Begun>empty();
            }
            Token holder = tokens.newToken(Token.Kind.SIGN_UP);
            Proof proof = newProof();
            store.insert(form, key, holder.hash(), proof.link().hash(), codeHash(form.id(), proof.code()));
            return Optional.of(new Begun(form, proof, holder));
        });
    }

    /// When the first mail of a sign-up begun now may be followed by another.
    public static Instant firstResend(Instant now) {
        return now.plus(BETWEEN_SENDS.getFirst());
    }

    /// The sign-up that a browser began.
    public Optional<PendingAccount> heldBy(String holderToken, Instant now) {
        return db.read(() -> store.byHolder(Token.hash(holderToken), now));
    }

    /// The sign-up behind a link.
    public Optional<PendingAccount> behindLink(String linkToken, Instant now) {
        return db.read(() -> store.byLink(Token.hash(linkToken), now));
    }

    /// The newest sign-up that waits for that address.
    public Optional<PendingAccount> newest(String emailKey, Instant now) {
        return db.read(() -> store.newest(emailKey, now));
    }

    /// A new code and link in the place of the ones before; empty when it is too soon, or was sent too often.
    public Optional<Proof> renew(PendingAccount pending, Instant now) {
        return db.inTransaction(() -> {
            Proof proof = newProof();
            Duration wait = BETWEEN_SENDS.get(Math.min(pending.sends(), BETWEEN_SENDS.size() - 1));
            boolean renewed = store.renew(
                    pending.id(),
                    proof.link().hash(),
                    codeHash(pending.id(), proof.code()),
                    now,
                    now.plus(wait),
                    SENDS);
            return renewed ? Optional.of(proof) : Optional.empty();
        });
    }

    /// What came of a code.
    public sealed interface Match {
        /// It is that sign-up's.
        record Of(PendingAccount pending) implements Match {}

        /// It is nobody's.
        record None(int attemptsLeft) implements Match {}

        /// Nothing waits, or what waited took too many wrong codes.
        record Over() implements Match {}
    }

    /// Spends an attempt of every sign-up that waits for the address, then looks whose code it is.
    public Match match(String emailKey, String code, Instant now) {
        return db.inTransaction(() -> match(store.spend(emailKey, now), code));
    }

    /// Spends an attempt of the sign-up that the browser holds, then looks whether it is its code.
    public Match matchHeld(String holderToken, String code, Instant now) {
        return db.inTransaction(() -> match(store.spendHeld(Token.hash(holderToken), now), code));
    }

    /// Spends an attempt of the sign-up behind a link, for a check that is made outside; empty when none is left.
    public Optional<PendingAccount> spendBehindLink(String linkToken, Instant now) {
        return db.inTransaction(() -> store.spendBehindLink(Token.hash(linkToken), now));
    }

    /// Ends that sign-up and every other that waits for its address; false when it was over already.
    public boolean close(PendingAccount pending) {
        return db.inTransaction(() -> {
            boolean there = store.delete(pending.id());
            store.deleteFor(new EmailAddress(pending.email()).key());
            return there;
        });
    }

    private Match match(List<PendingAccountStore.Spent> spent, String code) {
        int left = 0;
        for (PendingAccountStore.Spent each : spent) {
            if (same(each.codeHash(), codeHash(each.pending().id(), code))) {
                return new Match.Of(each.pending());
            }
            left = Math.max(left, each.pending().attemptsLeft());
        }
        return spent.isEmpty() ? new Match.Over() : new Match.None(left);
    }

    private Proof newProof() {
        return new Proof(tokens.digits(DIGITS), tokens.newToken(Token.Kind.ADDRESS));
    }

    private String codeHash(String id, String code) {
        return box.keyedHash("pending-account-code", id + "/" + code);
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }
}
