package dev.countersign.people.account;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All accounts. Every method may be called alone or inside a caller's transaction.
public final class Accounts {
    private final Db db;
    private final AccountStore store;

    public Accounts(Db db) {
        this.db = db;
        this.store = new AccountStore(db);
    }

    /// Keeps a new account; false when its address is taken.
    public boolean add(Account account) {
        String key = new EmailAddress(account.email()).key();
        return db.inTransaction(() -> {
            lock(key);
            return store.insert(account, key);
        });
    }

    /// The account of that id.
    public Optional<Account> byId(String id) {
        return db.read(() -> store.byId(id));
    }

    /// The account of that address, compared without case.
    public Optional<Account> byEmail(EmailAddress email) {
        return db.read(() -> store.byEmailKey(email.key()));
    }

    /// Accounts in the order they were made, after that id, `limit` at most.
    public List<Account> after(@Nullable String id, int limit) {
        return db.read(() -> store.after(id, limit));
    }

    /// Changes the profile; false when there is no such account.
    public boolean change(String id, String name, String locale, String timeZone) {
        return db.inTransaction(() -> store.change(id, name, locale, timeZone));
    }

    /// Gives the account another address; false when that is another account's. What else would change the account
    /// waits until this transaction ends.
    public boolean changeEmail(String id, EmailAddress email) {
        return db.inTransaction(() -> {
            // Always the row first: of two that take both locks, none waits for the other.
            store.hold(id);
            lock(email.key());
            return store.changeEmail(id, email.text(), email.key());
        });
    }

    // An update has no `on conflict`, and on PostgreSQL a key that is there already would end the whole transaction.
    private void lock(String emailKey) {
        db.lock("account-address/" + emailKey);
    }

    /// Begins a new epoch, which ends everything given out in the ones before, and returns it.
    public long advanceEpoch(String id) {
        return db.inTransaction(
                () -> store.advanceEpoch(id).orElseThrow(() -> new IllegalStateException("no account " + id)));
    }

    /// Begins a new epoch if the account is still in that one: of two changes that began in the same epoch only one
    /// goes on.
    public Optional<Long> advanceEpochFrom(String id, long epoch) {
        return db.inTransaction(() -> store.advanceEpochFrom(id, epoch));
    }

    /// Suspends the account, and begins a new epoch with that; false when it is suspended already, or gone.
    public boolean suspend(String id, Instant now) {
        return db.inTransaction(() -> store.suspend(id, now));
    }

    /// Lets the account sign in again. What it had before is dead by its epoch, and stays so. False when it was not
    /// suspended.
    public boolean reactivate(String id) {
        return db.inTransaction(() -> store.reactivate(id));
    }

    /// Has the account erased at that time, and begins a new epoch with that; false when it is no longer in `epoch`,
    /// or waits to be erased already.
    public boolean eraseAt(String id, long epoch, Instant at) {
        return db.inTransaction(() -> store.eraseAt(id, epoch, at));
    }

    /// Lets the account stay; false when it was not going to be erased, or its time has come.
    public boolean keep(String id, Instant now) {
        return db.inTransaction(() -> store.keep(id, now));
    }

    /// Accounts whose time to be erased has come, `limit` at most.
    public List<Account> toErase(Instant now, int limit) {
        return db.read(() -> store.toErase(now, limit));
    }

    /// Deletes the account, and with it everything that refers to it; false when it is no longer to be erased.
    public boolean erase(String id, Instant now) {
        return db.inTransaction(() -> store.erase(id, now));
    }

    /// Puts on record that the account has just signed in.
    public void signedIn(String id, Instant now) {
        db.inTransaction(() -> store.signedIn(id, now));
    }

    /// Whether the account is in that epoch, and stays in it until this transaction ends: what would begin another
    /// one waits.
    public boolean holdEpoch(String id, long epoch) {
        return db.inTransaction(() -> store.holdEpoch(id, epoch));
    }
}
