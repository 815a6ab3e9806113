package dev.countersign.factors.handover;

import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Hand-over codes: after a reset, the proof that a person is the one support talked to. While an account has one
/// pending it signs in and enrols only with it; a password alone, which may be stolen, is not enough.
public final class HandOverCodes {
    /// How long a code works.
    public static final Duration GOOD_FOR = Duration.ofDays(3);

    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 10;

    private final Db db;
    private final SecretBox box;
    private final Tokens tokens;
    private final HandOverStore store;

    public HandOverCodes(Db db, SecretBox box, Tokens tokens) {
        this.db = db;
        this.box = box;
        this.tokens = tokens;
        this.store = new HandOverStore(db);
    }

    /// Makes the account's code, in the place of the one before; it is known only here and now.
    public String make(String accountId, Instant now) {
        String code = tokens.characters(LENGTH, ALPHABET);
        db.inTransaction(() -> store.put(accountId, hash(accountId, code), now.plus(GOOD_FOR)));
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /// Whether the account needs one, used or not, expired or not.
    public boolean pending(String accountId) {
        return db.read(() -> store.pending(accountId));
    }

    /// Uses a typed code up; false when it is not the one, used or expired.
    public boolean spend(String accountId, String typed, Instant now) {
        StringBuilder code = new StringBuilder();
        Normalizer.normalize(typed, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(c -> ALPHABET.indexOf(c) >= 0)
                .limit(LENGTH + 1L)
                .forEach(code::appendCodePoint);
        return db.inTransaction(() -> store.spend(accountId, hash(accountId, code.toString()), now));
    }

    /// The account is set up again: it needs none.
    public void settle(String accountId) {
        db.inTransaction(() -> store.delete(accountId));
    }

    private String hash(String accountId, String code) {
        return box.keyedHash("hand-over", accountId + "/" + code);
    }
}
