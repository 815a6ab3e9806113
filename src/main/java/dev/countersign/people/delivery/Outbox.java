package dev.countersign.people.delivery;

import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Messages on their way out, kept in the database from the transaction that causes them until a gateway has taken
/// them. What they say is encrypted while it waits, and removed once it has gone.
public final class Outbox {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration KNOWN = Duration.ofSeconds(5);

    private final Db db;
    private final OutboxStore store;
    private final Set<Channel> channels;
    private volatile Runnable wake = () -> {};
    private volatile Predicate<Channel> down = _ -> false;
    private volatile Map<Channel, Late> late = Map.of();

    /// @param channels those that something can be sent by
    public Outbox(Db db, SecretBox box, Set<Channel> channels) {
        this.db = db;
        this.store = new OutboxStore(db, box);
        this.channels = Set.copyOf(channels);
    }

    /// Whether messages of that channel can be sent at all. Where they cannot, nobody may be made to wait for one.
    public boolean carries(Channel channel) {
        return channels.contains(channel);
    }

    /// Puts a message in, in the caller's transaction; it leaves after the commit. A channel without a gateway
    /// drops it.
    public void put(Message message, Instant now) {
        put(message, now, now);
    }

    /// The same, to leave at that time and not before.
    public void put(Message message, Instant leaves, Instant now) {
        if (!carries(message.channel())) {
            return;
        }
        db.inTransaction(() -> {
            store.insert(message, leaves, now);
            db.afterCommit(() -> wake.run());
        });
    }

    /// Takes back what has not gone out of an account's messages of these kinds: their codes are void.
    public void withdraw(String accountId, Set<MessageKind> kinds) {
        db.inTransaction(() -> store.withdraw(accountId, kinds));
    }

    /// Takes one message back, if it has not gone out: a newer one takes its place. False when it was too late.
    public boolean withdraw(String id) {
        return db.inTransaction(() -> store.withdraw(id));
    }

    /// What became of a message, or empty when there is none of that id.
    public Optional<Status> status(String id) {
        return db.read(() -> store.status(id));
    }

    /// What became of a message.
    ///
    /// @param gateway which said so last, "" for none
    /// @param reason why it was not taken, "" where it was
    public record Whereabouts(Status status, String gateway, String reason) {}

    /// What became of that message, once nothing more will be done about it or the patience is over.
    public Optional<Whereabouts> over(String id, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Whereabouts> now = db.read(() -> store.whereabouts(id));
        while (now.filter(it -> !it.status().over()).isPresent() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
            now = db.read(() -> store.whereabouts(id));
        }
        return now;
    }

    /// Since when the message waits that has waited longest; empty when none does.
    public Optional<Instant> oldestWaiting() {
        return db.read(store::oldestWaiting);
    }

    /// A gateway's word on a message it took: whether it has arrived. Late, repeated and contradictory receipts are
    /// harmless: the first that settles it counts. False when no message has that reference.
    public boolean receipt(String gateway, String reference, boolean arrived, Instant now) {
        return db.inTransaction(() -> store.receipt(gateway, reference, arrived, now));
    }

    /// How many wait, for the operator.
    public int waiting() {
        return db.read(store::waiting);
    }

    /// Whether messages of that channel arrive late, if at all: its gateways fail here, or codes have waited in the
    /// database for over a minute, whichever server put them there.
    public boolean late(Channel channel, Instant now) {
        if (!carries(channel)) {
            return false;
        }
        return down.test(channel) || waitsLong(channel, now);
    }

    /// What the database says is good for a few seconds, so that a page does not ask it each time.
    private boolean waitsLong(Channel channel, Instant now) {
        Late known = late.get(channel);
        if (known != null
                && !now.isBefore(known.at())
                && now.isBefore(known.at().plus(KNOWN))) {
            return known.so();
        }
        boolean so = db.read(() -> store.waitsSince(channel, now.minus(LONG), now));
        Map<Channel, Late> next = new EnumMap<>(Channel.class);
        next.putAll(late);
        next.put(channel, new Late(so, now));
        late = next;
        return so;
    }

    private record Late(boolean so, Instant at) {}

    /// What knows whether all gateways of a channel fail.
    void askWhetherDown(Predicate<Channel> knows) {
        down = knows;
    }

    /// What runs after a commit that put something in.
    void onPut(Runnable action) {
        wake = action;
    }

    OutboxStore store() {
        return store;
    }
}
