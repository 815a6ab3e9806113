package dev.countersign.factors.password;

import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.SlowHashes.Lane;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All passwords. Checking and hashing are slow and stand outside of transactions; keeping is not.
public final class Passwords {
    private final Db db;
    private final SlowHashes hashes;
    private final PasswordStore store;

    public Passwords(Db db, SlowHashes hashes) {
        this.db = db;
        this.hashes = hashes;
        this.store = new PasswordStore(db);
    }

    /// The stored hash, or empty for an account that has none.
    public Optional<String> hashOf(String accountId) {
        return db.read(() -> store.hashOf(accountId));
    }

    /// When it was last changed.
    public Optional<Instant> changedAt(String accountId) {
        return db.read(() -> store.changedAt(accountId));
    }

    /// Whether that password belongs to that hash. Without a hash, as much work is done and the answer is no. Slow.
    public boolean matches(@Nullable String hash, String password, Lane lane) {
        boolean checkable = password.codePointCount(0, password.length()) <= PasswordRules.LONGEST;
        boolean matches = hashes.matches(hash == null ? hashes.decoy() : hash, checkable ? password : "", lane);
        return matches && hash != null && checkable;
    }

    /// The hash of a new password. Slow.
    public String hash(String password) {
        return hashes.hash(password, Lane.KNOWN);
    }

    /// Whether a hash was made with other parameters than today's.
    public boolean outdated(String hash) {
        return hashes.outdated(hash);
    }

    /// Keeps a new password.
    public void put(String accountId, String hash, Instant now) {
        db.inTransaction(() -> store.put(accountId, hash, now));
    }

    /// Removes it: until a new one is set, every password is a wrong one.
    public void remove(String accountId) {
        db.inTransaction(() -> store.remove(accountId));
    }

    /// Keeps the same password under today's parameters, if it is still that one.
    public boolean rehash(String accountId, String oldHash, String newHash) {
        return db.inTransaction(() -> store.rehash(accountId, oldHash, newHash));
    }
}
