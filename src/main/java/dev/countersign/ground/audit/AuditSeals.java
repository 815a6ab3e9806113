package dev.countersign.ground.audit;

import dev.countersign.ground.audit.SealStore.Seal;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// What makes tampering with the record of events evident. A job seals batches of events after they were committed,
/// so that no sign-in waits for it: a seal is a keyed hash over the events of its batch and the seal before.
/// Whoever changes the database without the master key cannot make one; whoever cuts off the end is found by a head
/// that was kept elsewhere, in the log for one.
public final class AuditSeals {
    /// How old an event is when it is sealed: one that is being committed is not missed.
    public static final Duration SETTLED = Duration.ofSeconds(10);

    private static final int BATCH = 500;
    private static final int SEALS_READ = 100;
    private static final int TOLD_AT_ONCE = 50;
    private static final Logger LOG = LoggerFactory.getLogger("audit.seal");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Db db;
    private final SecretBox box;
    private final SealStore store;

    public AuditSeals(Db db, SecretBox box) {
        this.db = db;
        this.box = box;
        this.store = new SealStore(db);
    }

    /// Seals what is old enough, batch by batch, and gives the newest head if there is a new one. Of several nodes
    /// one does it at a time.
    public Optional<SealHead> seal(Instant now) {
        Optional<SealHead> newest = Optional.empty();
        Optional<SealHead> made;
        do {
            made = db.inTransaction(() -> sealBatch(now));
            newest = made.isPresent() ? made : newest;
        } while (made.isPresent());
        return newest;
    }

    private Optional<SealHead> sealBatch(Instant now) {
        db.lock("audit-seal");
        List<AuditRow> rows = store.unsealed(now.minus(SETTLED), BATCH);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        @Nullable Seal last = store.last().orElse(null);
        long sequence = last == null ? 1 : last.sequence() + 1;
        String hash = hash(last == null ? "" : last.hash(), sequence, rows);
        Instant newest = rows.stream().map(AuditRow::at).max(Instant::compareTo).orElse(now);
        store.insert(new Seal(sequence, hash, rows.size(), newest, null), now);
        store.mark(rows, sequence);
        SealHead head = new SealHead(sequence, hash);
        db.afterCommit(() -> LOG.info("head={}", head));
        return Optional.of(head);
    }

    private String hash(String before, long sequence, List<AuditRow> rows) {
        StringBuilder sealed = new StringBuilder(before).append('\n').append(sequence);
        for (AuditRow row : rows) {
            sealed.append('\n').append(JSON.writeValueAsString(fields(row)));
        }
        return box.keyedHash("audit-seal", sealed.toString());
    }

    /// As JSON, so that no value can run into the next. The stream makes it longer where there is one, so that an
    /// event can neither leave an organisation's log nor get into one.
    private static List<@Nullable Object> fields(AuditRow row) {
        List<@Nullable Object> fields = new ArrayList<>(Arrays.<@Nullable Object>asList(
                row.id(),
                row.at().toEpochMilli(),
                row.type(),
                row.accountId(),
                row.actorId(),
                row.organisationId(),
                row.origin().network(),
                row.origin().browser(),
                row.data()));
        if (row.stream() != null) {
            fields.add(row.stream());
        }
        return fields;
    }

    /// Hands the heads on that nobody was told of yet, the oldest first, and stops where one is not taken: it is
    /// handed again the next time. Of two nodes at once both may hand the same one.
    ///
    /// @param keeper what keeps them elsewhere, and says whether it took one
    /// @return how many were taken
    public int tell(Predicate<SealHead> keeper, Instant now) {
        int told = 0;
        for (Seal seal : db.read(() -> store.untold(TOLD_AT_ONCE))) {
            if (!keeper.test(new SealHead(seal.sequence(), seal.hash()))) {
                LOG.warn(
                        "head={}:{} was not taken by the webhook; it is handed to it again",
                        seal.sequence(),
                        seal.hash());
                break;
            }
            db.inTransaction(() -> store.told(seal.sequence(), now));
            told++;
        }
        return told;
    }

    /// The newest seal.
    public SealHead head() {
        return db.read(store::last)
                .map(seal -> new SealHead(seal.sequence(), seal.hash()))
                .orElse(new SealHead(0, ""));
    }

    /// Deletes sealed events from before that time, whole seals at a time and the oldest first; the seal of the
    /// last ones deleted stays, as the beginning of the chain. Says how many seals that were.
    public int prune(Instant before) {
        int pruned = 0;
        while (db.inTransaction(() -> pruneOldest(before))) {
            pruned++;
        }
        return pruned;
    }

    private boolean pruneOldest(Instant before) {
        db.lock("audit-seal");
        Optional<Seal> oldest =
                store.after(0, 2).stream().filter(seal -> seal.pruned() == null).findFirst();
        if (oldest.isEmpty() || !oldest.get().newestAt().isBefore(before)) {
            return false;
        }
        store.prune(oldest.get().sequence(), pruned(oldest.get()));
        return true;
    }

    /// Marks a seal as one whose events retention deleted. Nobody without the key can make it.
    private String pruned(Seal seal) {
        return box.keyedHash("audit-pruned", new SealHead(seal.sequence(), seal.hash()).toString());
    }

    /// Checks every seal against its events and the seal before, in constant memory.
    ///
    /// @param kept a head that was kept elsewhere, if one is at hand
    public AuditVerdict verify(@Nullable SealHead kept) {
        return db.read(() -> {
            Chain chain = new Chain(kept);
            List<Seal> seals = store.after(0, SEALS_READ);
            while (!seals.isEmpty()) {
                for (Seal seal : seals) {
                    AuditVerdict.@Nullable Broken broken = chain.follow(seal);
                    if (broken != null) {
                        return broken;
                    }
                }
                seals = store.after(seals.getLast().sequence(), SEALS_READ);
            }
            return chain.end();
        });
    }

    /// The chain as far as it was followed.
    private final class Chain {
        private final @Nullable SealHead kept;
        private @Nullable Seal last;
        private long first;
        private boolean met;
        private long events;

        Chain(@Nullable SealHead kept) {
            this.kept = kept;
        }

        AuditVerdict.@Nullable Broken follow(Seal seal) {
            @Nullable Seal before = last;
            if (before == null) {
                first = seal.sequence();
            }
            boolean anchor = before == null && pruned(seal).equals(seal.pruned());
            long expected = before != null ? before.sequence() + 1 : anchor ? seal.sequence() : 1;
            if (seal.sequence() != expected || (seal.pruned() != null && !anchor)) {
                return new AuditVerdict.Broken(expected, AuditVerdict.Fault.SEAL);
            }
            if (!anchor) {
                List<AuditRow> rows = store.sealed(seal.sequence());
                String hash = hash(before == null ? "" : before.hash(), seal.sequence(), rows);
                if (rows.size() != seal.events() || !hash.equals(seal.hash())) {
                    return new AuditVerdict.Broken(seal.sequence(), AuditVerdict.Fault.EVENTS);
                }
                events += rows.size();
            }
            @Nullable SealHead head = kept;
            if (head != null && head.sequence() == seal.sequence()) {
                met = true;
                if (!head.hash().equals(seal.hash())) {
                    return new AuditVerdict.Broken(seal.sequence(), AuditVerdict.Fault.HEAD);
                }
            }
            last = seal;
            return null;
        }

        AuditVerdict end() {
            @Nullable SealHead head = kept;
            // A head from before what retention has deleted says nothing any more.
            if (head != null && !met && head.sequence() >= first) {
                return new AuditVerdict.Broken(head.sequence(), AuditVerdict.Fault.HEAD);
            }
            if (store.countSealed() != events) {
                return new AuditVerdict.Broken(0, AuditVerdict.Fault.STRAY_EVENTS);
            }
            @Nullable Seal end = last;
            SealHead newest = end == null ? new SealHead(0, "") : new SealHead(end.sequence(), end.hash());
            return new AuditVerdict.Intact(events, store.countUnsealed(), newest);
        }
    }
}
