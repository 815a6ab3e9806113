package dev.countersign.factors.factor;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All enrolled factors, as rows of a list; what a type keeps besides is in that type's room.
public final class Factors {
    private final Db db;
    private final Holders holders;
    private final FactorStore store;

    /// The factors of accounts.
    public Factors(Db db) {
        this(db, Holders.ACCOUNTS);
    }

    /// The factors of those holders.
    public Factors(Db db, Holders holders) {
        this.db = db;
        this.holders = holders;
        this.store = new FactorStore(db, holders);
    }

    /// Whose factors these are.
    public Holders holders() {
        return holders;
    }

    /// The account's factors, the oldest first. Backup codes are none.
    public List<Factor> list(String accountId) {
        return db.read(() -> store.of(accountId));
    }

    /// One of them.
    public Optional<Factor> byId(String accountId, String id) {
        return db.read(() -> store.byId(accountId, id));
    }

    /// Puts a factor in the place of the one of its type, if there is one; true when there was.
    public boolean put(Factor factor) {
        return db.inTransaction(() -> {
            boolean replaced = store.deleteOfType(factor.accountId(), factor.type()) > 0;
            store.insert(factor);
            return replaced;
        });
    }

    /// Puts a factor beside the others of its type.
    public void add(Factor factor) {
        db.inTransaction(() -> store.insert(factor));
    }

    /// Takes one out of the list; false when it is not there.
    public boolean remove(String accountId, String id) {
        return db.inTransaction(() -> store.delete(accountId, id));
    }

    /// Notes that one was used.
    public void used(String accountId, String id, Instant now) {
        db.inTransaction(() -> store.used(accountId, id, now));
    }

    /// Renames one; false when it is not there.
    public boolean rename(String accountId, String id, String label) {
        return db.inTransaction(() -> store.rename(accountId, id, label));
    }

    /// Suspends the account's factors of that type; true when one was not suspended before.
    public boolean suspend(String accountId, FactorType type, Instant now) {
        return db.inTransaction(() -> store.suspend(accountId, type, now));
    }

    /// Lifts every suspension of the account's factors.
    public void resume(String accountId) {
        db.inTransaction(() -> store.resume(accountId));
    }
}
