package dev.countersign.people.gateway;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Status;
import dev.countersign.testing.Databases;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Two nodes drain one outbox of 10,000 messages, and one is killed (SIGKILL, a process of its own) with codes and
/// notices in its hands that the gateway has and has not answered.
class KilledNodeTest {
    private static final int MANY = 9_000;
    private static final int LATER = 1_000;
    private static final int IN_HAND = 8;
    private static final Tokens TOKENS = new Tokens();

    private final TestClock clock = new TestClock();
    private final Set<String> codes = ConcurrentHashMap.newKeySet();
    private final Set<String> notices = ConcurrentHashMap.newKeySet();

    @Test
    void outboxWhenOneOfTwoNodesIsKilledThenNoNoticeIsLostAndNoCodeGoesOutTwice() throws Exception {
        DatabaseSettings store = Databases.POSTGRESQL.migrated();
        Db db = Databases.POSTGRESQL.open(store);
        Outbox filled = new Outbox(db, Node.BOX, Set.of(Channel.TEXT));
        Set<String> later = ConcurrentHashMap.newKeySet();
        Set<String> notAnswered = ConcurrentHashMap.newKeySet();
        put(db, filled, MANY / 2, MessageKind.SIGN_IN_CODE, codes);
        put(db, filled, MANY / 2, MessageKind.NOTICE, notices);

        // The node that dies gets no answer to some of its notices, nor to any code that is put in after them.
        try (Sink sink = new Sink((node, id) -> node.equals("killed")
                && (later.contains(id)
                        || notices.contains(id) && notAnswered.size() < IN_HAND && notAnswered.add(id)))) {
            Process killed = Node.fork(store, sink.of("killed"), clock.instant(), "killed");
            try {
                until(() -> sink.from("killed") > 0, killed);
                try (Node _ = new Node(db, sink.of("stays"), clock, "stays")) {
                    until(() -> sink.held.size() >= IN_HAND, killed);
                    put(db, filled, LATER, MessageKind.SIGN_IN_CODE, later);
                    codes.addAll(later);
                    until(() -> sink.held.stream().filter(later::contains).count() >= IN_HAND, killed);
                    killed.destroyForcibly();
                    assertThat(killed.waitFor()).isEqualTo(128 + 9);
                    until(() -> claimed(db, "waiting", "%") == 0 && claimed(db, "sending", "stays") == 0, null);
                    assertThat(sink.from("killed")).isPositive();
                    assertThat(sink.from("stays")).isPositive();
                    thenIsTakenOver(db, filled, sink);
                }
            } finally {
                killed.destroyForcibly();
            }
        }
    }

    private void thenIsTakenOver(Db db, Outbox outbox, Sink sink) throws Exception {
        Set<String> inHand = idsSending(db);
        assertThat(inHand).isNotEmpty().containsAll(sink.held);

        clock.advance(Duration.ofMinutes(6));
        until(() -> outbox.waiting() == 0, null);

        Map<String, Long> times = sink.all.stream().collect(groupingBy(id -> id, counting()));
        assertThat(notices).allSatisfy(id -> {
            assertThat(outbox.status(id)).contains(Status.SENT);
            assertThat(times.getOrDefault(id, 0L)).isPositive();
        });
        assertThat(codes).allSatisfy(id -> {
            boolean unsettled = inHand.contains(id);
            assertThat(outbox.status(id)).contains(unsettled ? Status.UNKNOWN : Status.SENT);
            assertThat(times.getOrDefault(id, 0L)).isBetween(unsettled ? 0L : 1L, 1L);
        });
        // What was in the dead node's hands, and only that, came twice, and only notices.
        Set<String> twice = times.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(toSet());
        assertThat(inHand).containsAll(twice);
        assertThat(notices).containsAll(twice);
        assertThat(twice).isNotEmpty();
        assertThat(codes.stream().filter(inHand::contains).count()).isGreaterThanOrEqualTo(IN_HAND);
    }

    private void put(Db db, Outbox outbox, int many, MessageKind kind, Set<String> ids) {
        List<Message> made =
                IntStream.range(0, many).mapToObj(_ -> message(kind)).toList();
        made.forEach(each -> ids.add(each.id()));
        db.inTransaction(() -> made.forEach(each -> outbox.put(each, clock.instant())));
    }

    private Message message(MessageKind kind) {
        return new Message(
                TOKENS.newId(clock.instant()),
                null,
                Channel.TEXT,
                "+34600000000",
                kind,
                Map.of("code", "482911"),
                "en",
                "UTC",
                clock.instant().plus(Duration.ofDays(1)));
    }

    private static int claimed(Db db, String status, String server) {
        return db.read(() -> db.sql()
                .sql("select count(*) from message where status = ? and coalesce(claimed_by, '') like ?")
                .params(status, server)
                .query(Integer.class)
                .single());
    }

    private static Set<String> idsSending(Db db) {
        List<String> ids = db.read(() -> db.sql()
                .sql("select id from message where status = 'sending' and claimed_by = 'killed'")
                .query(String.class)
                .list());
        return new HashSet<>(new ArrayList<>(ids));
    }

    /// Looks until it is so; a process that ended by itself ends the wait.
    private static void until(BooleanSupplier so, Process alive) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        CountDownLatch never = new CountDownLatch(1);
        while (!so.getAsBoolean()) {
            boolean ended = alive != null && !alive.isAlive();
            assertThat(ended).as("the node ended by itself").isFalse();
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
