package dev.countersign.factors.outofband;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.Db;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Phones: of an account at most one number that is active, and one that is pending. Numbers are encrypted, and
/// found by a keyed hash.
public final class PhoneFactors {
    private final Db db;
    private final SecretBox box;
    private final Factors factors;
    private final String table;
    private final PhoneStore store;

    /// The phones of whoever holds those factors.
    public PhoneFactors(Db db, SecretBox box, Factors factors) {
        this.db = db;
        this.box = box;
        this.factors = factors;
        this.table = factors.holders().table("phone");
        this.store = new PhoneStore(db, factors.holders());
    }

    /// A phone that codes go to.
    public record Active(String factorId, PhoneNumber number) {}

    /// A number that has just become the active one, and the one it replaced, which is to be told.
    public record Activated(PhoneNumber number, @Nullable PhoneNumber replaced) {}

    /// Makes a number pending under that id, until then, in the place of one that is pending. The active one works
    /// on.
    public void begin(String accountId, String enrolmentId, PhoneNumber number, Instant until) {
        byte[] sealed = box.seal(place(accountId, enrolmentId), written(number));
        PhoneStore.Row row = new PhoneStore.Row(enrolmentId, SecretBytes.of(sealed));
        db.inTransaction(() -> store.putPending(accountId, row, hash(box, number), until));
    }

    /// The number that is pending under that id, or empty.
    public Optional<PhoneNumber> pending(String accountId, String enrolmentId, Instant now) {
        return db.read(() -> store.pending(accountId, enrolmentId, now)).map(row -> open(accountId, row));
    }

    /// Makes the pending number the active one, in the place of the one before, in one step. Empty when it is not
    /// pending any more; of any number of calls at once, one activates it.
    public Optional<Activated> activate(String accountId, String enrolmentId, Instant now) {
        return db.inTransaction(() -> {
            // Taking the pending row comes first: an account has one, so two changes of its phone go one after the
            // other.
            Optional<PhoneStore.Row> taken = store.takePending(accountId, enrolmentId, now);
            if (taken.isEmpty()) {
                return Optional.<Activated>empty();
            }
            PhoneNumber number = open(accountId, taken.get());
            @Nullable
            PhoneNumber replaced =
                    store.active(accountId).map(row -> open(accountId, row)).orElse(null);
            store.putActive(accountId, taken.get(), hash(box, number));
            factors.put(new Factor(enrolmentId, accountId, FactorType.SMS, number.masked(), now, null, null));
            return Optional.of(new Activated(number, replaced));
        });
    }

    /// The active phone, or empty.
    public Optional<Active> active(String accountId) {
        return db.read(() -> store.active(accountId)).map(row -> new Active(row.factorId(), open(accountId, row)));
    }

    /// How many accounts have that number as their active phone.
    public int accountsWith(PhoneNumber number) {
        return db.read(() -> store.accountsWith(hash(box, number)));
    }

    /// Drops what is pending.
    public void discardPending(String accountId) {
        db.inTransaction(() -> store.deletePending(accountId));
    }

    /// Removes that factor; false when it is not there.
    public boolean remove(String accountId, String factorId) {
        return db.inTransaction(() -> store.deleteActive(accountId, factorId) && factors.remove(accountId, factorId));
    }

    /// Removes everything of the account.
    public void removeAll(String accountId) {
        db.inTransaction(() -> {
            // In the order in which activate takes them, so that neither waits for the other in a circle.
            store.deletePending(accountId);
            store.active(accountId).ifPresent(row -> remove(accountId, row.factorId()));
        });
    }

    /// What stands for a number where it is counted or looked for.
    static String hash(SecretBox box, PhoneNumber number) {
        return box.keyedHash("phone", number.e164());
    }

    private PhoneNumber open(String accountId, PhoneStore.Row row) {
        String text = new String(
                box.open(place(accountId, row.factorId()), row.sealed().copy()), StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        return new PhoneNumber(text.substring(0, space), text.substring(space + 1));
    }

    private static byte[] written(PhoneNumber number) {
        return (number.e164() + " " + number.country()).getBytes(StandardCharsets.UTF_8);
    }

    /// The same while it is pending and when it is active.
    private Place place(String accountId, String factorId) {
        return new Place(table, "number", accountId + "/" + factorId);
    }
}
