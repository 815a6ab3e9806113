package dev.countersign.people.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

class OutboxTest {
    private static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private static final Tokens TOKENS = new Tokens();

    private final TestClock clock = new TestClock();
    private final List<Postman> postmen = new ArrayList<>();

    @AfterEach
    void stop() {
        postmen.forEach(Postman::close);
    }

    @EachDatabase
    void messageWhenCommittedThenIsHandedOverOnceAndItsContentIsGone(Databases databases) throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder gateway = new Recorder("one", _ -> new Handed.Taken("ref-1"));
        postman(db, outbox, "a", gateway);
        Message code = message(MessageKind.SIGN_IN_CODE);

        outbox.put(code, clock.instant());

        until(() -> outbox.status(code.id()).equals(java.util.Optional.of(Status.SENT)));
        assertThat(gateway.handed).containsExactly(code.id());
        assertThat(contentOf(db, code.id())).isNull();
        assertThat(outbox.waiting()).isZero();
    }

    @EachDatabase
    void messageWhenTheCausingTransactionIsUndoneThenNeverExisted(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Message notice = message(MessageKind.NOTICE);

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    outbox.put(notice, clock.instant());
                    throw new IllegalStateException("undo");
                }))
                .hasMessage("undo");

        assertThat(outbox.status(notice.id())).isEmpty();
    }

    @EachDatabase
    void messageWhileItWaitsThenItsContentIsEncrypted(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Message code = message(MessageKind.SIGN_IN_CODE);

        outbox.put(code, clock.instant());

        assertThat(new String(contentOf(db, code.id()), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("482911", "mia@example.com");
    }

    @EachDatabase
    void messageWhenNothingCarriesItsChannelThenIsDropped(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = new Outbox(db, BOX, Set.of());
        Message code = message(MessageKind.SIGN_IN_CODE);

        outbox.put(code, clock.instant());

        assertThat(outbox.carries(Channel.EMAIL)).isFalse();
        assertThat(outbox.status(code.id())).isEmpty();
    }

    @EachDatabase
    void gatewayWhenItFailsThenTheNextOneIsTriedAndTheSickOneIsSkippedLater(Databases databases) throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder sick = new Recorder("sick", _ -> new Handed.Unavailable("connection refused"));
        Recorder well = new Recorder("well", _ -> new Handed.Taken(null));
        postman(db, outbox, "a", sick, well);

        for (int i = 0; i < 12; i++) {
            Message notice = message(MessageKind.NOTICE);
            outbox.put(notice, clock.instant());
            until(() -> outbox.status(notice.id()).equals(java.util.Optional.of(Status.SENT)));
        }

        assertThat(well.handed).hasSize(12);
        assertThat(sick.handed).hasSize(5);
        clock.advance(Duration.ofSeconds(31));
        Message last = message(MessageKind.NOTICE);
        outbox.put(last, clock.instant());
        until(() -> well.handed.size() == 13);
        assertThat(sick.handed).hasSize(6);
    }

    @EachDatabase
    void gatewayWhenItAsksToBeTriedAtOnceThenIsNotTriedWithoutEnd(Databases databases) throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder busy = new Recorder("busy", _ -> new Handed.RateLimited("HTTP 429", Duration.ZERO));
        postman(db, outbox, "a", busy);
        Message first = message(MessageKind.NOTICE);
        Message second = message(MessageKind.NOTICE);

        outbox.put(first, clock.instant());
        until(() -> outbox.status(first.id()).equals(java.util.Optional.of(Status.WAITING)) && !busy.handed.isEmpty());
        outbox.put(second, clock.instant());
        until(() -> outbox.status(second.id()).equals(java.util.Optional.of(Status.WAITING)) && busy.handed.size() > 1);

        assertThat(busy.handed).containsExactly(first.id(), second.id());
    }

    @EachDatabase
    void messageWhenRefusedForAllThenNoOtherGatewayIsTried(Databases databases) throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder first = new Recorder("first", _ -> new Handed.RefusedRequest("no such number"));
        Recorder second = new Recorder("second", _ -> new Handed.Taken(null));
        postman(db, outbox, "a", first, second);
        Message code = message(MessageKind.SIGN_IN_CODE);

        outbox.put(code, clock.instant());

        until(() -> outbox.status(code.id()).equals(java.util.Optional.of(Status.FAILED)));
        assertThat(second.handed).isEmpty();
    }

    @EachDatabase
    void codeWhenItIsUnknownWhetherItWentOutThenIsNeverTriedAgainAndANoticeIs(Databases databases) throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        AtomicInteger calls = new AtomicInteger();
        Recorder cut = new Recorder(
                "cut", _ -> calls.getAndIncrement() < 2 ? new Handed.Unknown("cut off") : new Handed.Taken(null));
        postman(db, outbox, "a", cut);
        Message code = message(MessageKind.SIGN_IN_CODE);
        Message notice = message(MessageKind.NOTICE);

        outbox.put(code, clock.instant());
        until(() -> outbox.status(code.id()).equals(java.util.Optional.of(Status.UNKNOWN)));
        outbox.put(notice, clock.instant());
        until(() -> cut.handed.size() == 2);
        until(() -> outbox.status(notice.id()).equals(java.util.Optional.of(Status.WAITING)));
        clock.advance(Duration.ofMinutes(1));
        until(() -> outbox.status(notice.id()).equals(java.util.Optional.of(Status.SENT)));

        assertThat(cut.handed).containsExactly(code.id(), notice.id(), notice.id());
    }

    @EachDatabase
    void codeWhenItsTimeIsOverBeforeItCouldBeSentThenIsNotSent(Databases databases) throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder down = new Recorder("down", _ -> new Handed.Unavailable("down"));
        postman(db, outbox, "a", down);
        Message code = message(MessageKind.SIGN_IN_CODE);

        outbox.put(code, clock.instant());
        until(() -> down.handed.size() == 1);
        until(() -> outbox.status(code.id()).equals(java.util.Optional.of(Status.WAITING)));
        clock.advance(Duration.ofMinutes(11));

        until(() -> outbox.status(code.id()).equals(java.util.Optional.of(Status.EXPIRED)));
        assertThat(down.handed).hasSize(1);
        assertThat(contentOf(db, code.id())).isNull();
    }

    @EachDatabase
    void codeWhenItsTimeIsOverWhileAServerThatTookItStoodStillThenIsNotSent(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder gateway = new Recorder("one", _ -> new Handed.Taken(null));
        Message code = message(MessageKind.SIGN_IN_CODE);
        outbox.put(code, clock.instant());
        clock.advance(Duration.ofMinutes(9));

        // Its time ends within the claim.
        Postman postman = pausing(db, outbox, Duration.ofMinutes(2), gateway);
        postman.deliverAllDue();
        clock.advance(Duration.ofSeconds(3));
        postman.deliverAllDue();

        assertThat(gateway.handed).isEmpty();
        assertThat(outbox.status(code.id())).contains(Status.EXPIRED);
        assertThat(contentOf(db, code.id())).isNull();
    }

    @EachDatabase
    void codeWhenTheServerThatTookItStoodStillForLongerThanItsClaimThenIsUnknown(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder gateway = new Recorder("one", _ -> new Handed.Taken(null));
        Message code = message(MessageKind.SIGN_IN_CODE);
        outbox.put(code, clock.instant());

        pausing(db, outbox, Postman.LEASE.plusSeconds(1), gateway).deliverAllDue();

        assertThat(gateway.handed).isEmpty();
        assertThat(outbox.status(code.id())).contains(Status.UNKNOWN);
        assertThat(contentOf(db, code.id())).isNull();
    }

    @EachDatabase
    void codeWhenAGatewayTookTooLongToRefuseItThenIsOfferedToNoOther(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder slow = new Recorder("slow", _ -> {
            clock.advance(Duration.ofMinutes(11));
            return new Handed.Unavailable("slow");
        });
        Recorder well = new Recorder("well", _ -> new Handed.Taken(null));
        Message code = message(MessageKind.SIGN_IN_CODE);
        outbox.put(code, clock.instant());

        Postman postman = pausing(db, outbox, Duration.ZERO, slow, well);
        postman.deliverAllDue();
        clock.advance(Duration.ofSeconds(3));
        postman.deliverAllDue();

        assertThat(slow.handed).containsExactly(code.id());
        assertThat(well.handed).isEmpty();
        assertThat(outbox.status(code.id())).contains(Status.EXPIRED);
    }

    @EachDatabase
    void noticeWhenTheServerThatTookItStoodStillThenIsSentOnce(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder gateway = new Recorder("one", _ -> new Handed.Taken(null));
        Message notice = message(MessageKind.NOTICE);
        outbox.put(notice, clock.instant());

        pausing(db, outbox, Postman.LEASE.plusSeconds(1), gateway).deliverAllDue();

        assertThat(gateway.handed).containsExactly(notice.id());
        assertThat(outbox.status(notice.id())).contains(Status.SENT);
    }

    @EachDatabase
    void messageWhenItIsToLeaveLaterThenWaitsAndCanBeTakenBackUntilThen(Databases databases) {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder gateway = new Recorder("one", _ -> new Handed.Taken(null));
        Postman postman = pausing(db, outbox, Duration.ZERO, gateway);
        Message kept = message(MessageKind.NOTICE);
        Message taken = message(MessageKind.NOTICE);
        outbox.put(kept, clock.instant().plusSeconds(60), clock.instant());
        outbox.put(taken, clock.instant().plusSeconds(60), clock.instant());

        postman.deliverAllDue();
        assertThat(gateway.handed).isEmpty();
        assertThat(outbox.withdraw(taken.id())).isTrue();
        assertThat(outbox.withdraw(taken.id())).isFalse();
        clock.advance(Duration.ofSeconds(60));
        postman.deliverAllDue();

        assertThat(gateway.handed).containsExactly(kept.id());
        assertThat(outbox.withdraw(kept.id())).isFalse();
    }

    @EachDatabase
    void codeWhenWithdrawnBeforeItLeftThenIsNotSent(Databases databases) throws Exception {
        Db db = databases.fresh();
        String account = account(db);
        Outbox outbox = outbox(db);
        Message code = message(account, MessageKind.SIGN_IN_CODE);
        outbox.put(code, clock.instant());

        outbox.withdraw(account, EnumSet.of(MessageKind.SIGN_IN_CODE));

        Recorder gateway = new Recorder("one", _ -> new Handed.Taken(null));
        postman(db, outbox, "a", gateway);
        Message notice = message(MessageKind.NOTICE);
        outbox.put(notice, clock.instant());
        until(() -> outbox.status(notice.id()).equals(java.util.Optional.of(Status.SENT)));
        assertThat(gateway.handed).containsExactly(notice.id());
        assertThat(outbox.status(code.id())).contains(Status.WITHDRAWN);
    }

    @EachDatabase
    void messagesWhenTheServerDiesWhileSendingThenCodesAreUnknownAndNoticesGoOutFromAnother(Databases databases)
            throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Message code = message(MessageKind.SIGN_IN_CODE);
        Message notice = message(MessageKind.NOTICE);
        outbox.put(code, clock.instant());
        outbox.put(notice, clock.instant());
        // The server that took them never comes back.
        db.inTransaction(() -> outbox.store().claim("dead", 10, clock.instant(), Postman.LEASE));
        Recorder gateway = new Recorder("one", _ -> new Handed.Taken(null));
        postman(db, outbox, "alive", gateway);

        clock.advance(Postman.LEASE.plusSeconds(1));

        until(() -> outbox.status(notice.id()).equals(java.util.Optional.of(Status.SENT)));
        assertThat(outbox.status(code.id())).contains(Status.UNKNOWN);
        assertThat(gateway.handed).containsExactly(notice.id());
        // What the dead one says after all changes nothing.
        db.inTransaction(
                () -> outbox.store().settle(code.id(), "dead", Status.SENT, "one", "late", null, clock.instant()));
        assertThat(outbox.status(code.id())).contains(Status.UNKNOWN);
    }

    @EachDatabase
    void receiptsWhenLateOrTwiceOrContradictoryThenTheFirstCountsAndForgedOnesFindNothing(Databases databases)
            throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        postman(db, outbox, "a", new Recorder("one", _ -> new Handed.Taken("ref-7")));
        Message code = message(MessageKind.SIGN_IN_CODE);
        outbox.put(code, clock.instant());
        until(() -> outbox.status(code.id()).equals(java.util.Optional.of(Status.SENT)));

        assertThat(outbox.receipt("other", "ref-7", false, clock.instant())).isFalse();
        assertThat(outbox.receipt("one", "ref-8", false, clock.instant())).isFalse();
        assertThat(outbox.receipt("one", "ref-7", true, clock.instant())).isTrue();
        assertThat(outbox.receipt("one", "ref-7", false, clock.instant())).isTrue();

        assertThat(outbox.status(code.id())).contains(Status.DELIVERED);
    }

    @EachDatabase
    void messagesWhenTwoServersDrainThenEachIsHandedOverOnce(Databases databases) throws Exception {
        Db db = databases.fresh();
        Outbox outbox = outbox(db);
        Recorder gateway = new Recorder("one", _ -> new Handed.Taken(null));
        int count = 400;
        for (int i = 0; i < count; i++) {
            outbox.put(message(i % 2 == 0 ? MessageKind.SIGN_IN_CODE : MessageKind.NOTICE), clock.instant());
        }

        postman(db, outbox, "a", gateway);
        postman(db, outbox, "b", gateway);

        until(() -> outbox.waiting() == 0);
        assertThat(gateway.handed).hasSize(count).doesNotHaveDuplicates();
    }

    private Outbox outbox(Db db) {
        return new Outbox(db, BOX, EnumSet.allOf(Channel.class));
    }

    private void postman(Db db, Outbox outbox, String server, Gateway... gateways) {
        Letters letters = message -> new Letter("subject", message.fields().toString(), null);
        Postman postman = new Postman(db, outbox, letters, List.of(gateways), clock, server);
        postmen.add(postman);
        postman.start();
    }

    /// One whose server stands still for that long, once, between taking a message and handing it over.
    private Postman pausing(Db db, Outbox outbox, Duration pause, Gateway... gateways) {
        AtomicBoolean paused = new AtomicBoolean();
        Letters letters = message -> {
            if (!paused.getAndSet(true)) {
                clock.advance(pause);
            }
            return new Letter("subject", message.fields().toString(), null);
        };
        return new Postman(db, outbox, letters, List.of(gateways), clock, TOKENS.newId(clock.instant()));
    }

    private Message message(MessageKind kind) {
        return message(null, kind);
    }

    private Message message(@org.jspecify.annotations.Nullable String account, MessageKind kind) {
        return new Message(
                TOKENS.newId(clock.instant()),
                account,
                Channel.EMAIL,
                "mia@example.com",
                kind,
                Map.of("code", "482911"),
                "en",
                "UTC",
                clock.instant().plus(Duration.ofMinutes(10)));
    }

    private String account(Db db) {
        String id = TOKENS.newId(clock.instant());
        db.inTransaction(() -> db.sql()
                .sql("insert into account (id, email, email_key, name, locale, time_zone, created_at)"
                        + " values (?, ?, ?, 'Mia', 'en', 'UTC', 0)")
                .params(id, id + "@example.com", id + "@example.com")
                .update());
        return id;
    }

    private static byte @org.jspecify.annotations.Nullable [] contentOf(Db db, String id) {
        return db.read(() -> db.sql()
                .sql("select content from message where id = ?")
                .param(id)
                .query((row, n) -> row.getBytes(1))
                .list()
                .getFirst());
    }

    /// Waits for what another thread is about to do.
    private static void until(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static final class Recorder implements Gateway {
        private final String name;
        private final Function<Message, Handed> answer;
        private final List<String> handed = Collections.synchronizedList(new ArrayList<>());

        Recorder(String name, Function<Message, Handed> answer) {
            this.name = name;
            this.answer = answer;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Handed hand(Message message, Letter letter) {
            handed.add(message.id());
            return answer.apply(message);
        }
    }
}
