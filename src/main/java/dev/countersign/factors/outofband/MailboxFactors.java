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

/// Mailboxes of references: of each at most one that is active, and one that is pending. Addresses are encrypted,
/// bound to their row.
public final class MailboxFactors {
    private static final String LINE = "\n";

    private final Db db;
    private final SecretBox box;
    private final Factors factors;
    private final MailboxStore store;

    public MailboxFactors(Db db, SecretBox box, Factors factors) {
        this.db = db;
        this.box = box;
        this.factors = factors;
        this.store = new MailboxStore(db);
    }

    /// A mailbox that codes go to.
    public record Active(String factorId, Mailbox mailbox) {}

    /// Makes an address pending under that id, until then, in the place of one that is pending.
    public void begin(String holderId, String enrolmentId, Mailbox mailbox, Instant until) {
        byte[] sealed = box.seal(place(holderId, enrolmentId), written(mailbox));
        db.inTransaction(
                () -> store.putPending(holderId, new MailboxStore.Row(enrolmentId, SecretBytes.of(sealed)), until));
    }

    /// The address that is pending under that id, or empty.
    public Optional<Mailbox> pending(String holderId, String enrolmentId, Instant now) {
        return db.read(() -> store.pending(holderId, enrolmentId, now)).map(row -> open(holderId, row));
    }

    /// Makes the pending address the active one, where there is none. Empty when it is not pending any more; of any
    /// number of calls at once, one activates it.
    public Optional<Mailbox> activate(String holderId, String enrolmentId, Instant now) {
        return db.inTransaction(() -> {
            if (!store.activate(holderId, enrolmentId, now)) {
                return Optional.<Mailbox>empty();
            }
            Mailbox mailbox = open(holderId, store.active(holderId).orElseThrow());
            factors.put(new Factor(enrolmentId, holderId, FactorType.EMAIL, mailbox.masked(), now, null, null));
            return Optional.of(mailbox);
        });
    }

    /// The active mailbox, or empty.
    public Optional<Active> active(String holderId) {
        return db.read(() -> store.active(holderId)).map(row -> new Active(row.factorId(), open(holderId, row)));
    }

    /// Drops what is pending.
    public void discardPending(String holderId) {
        db.inTransaction(() -> store.deletePending(holderId));
    }

    /// Removes everything of the holder.
    public void removeAll(String holderId) {
        db.inTransaction(() -> {
            Optional<MailboxStore.Row> active = store.active(holderId);
            store.deleteAll(holderId);
            active.ifPresent(row -> factors.remove(holderId, row.factorId()));
        });
    }

    private Mailbox open(String holderId, MailboxStore.Row row) {
        String[] lines = new String(
                        box.open(place(holderId, row.factorId()), row.sealed().copy()), StandardCharsets.UTF_8)
                .split(LINE, -1);
        return new Mailbox(lines[0], lines[1], lines[2]);
    }

    private static byte[] written(Mailbox mailbox) {
        return String.join(LINE, mailbox.address(), mailbox.key(), mailbox.masked())
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The same while it is pending and when it is active.
    private static Place place(String holderId, String factorId) {
        return new Place("reference_mailbox", "mailbox", holderId + "/" + factorId);
    }
}
