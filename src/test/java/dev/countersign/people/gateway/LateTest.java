package dev.countersign.people.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// When it is said that codes arrive late: real gateways that answer with 429, 500, wrongly, slowly, or not at all.
class LateTest {
    private static final Tokens TOKENS = new Tokens();
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final TestClock clock = new TestClock();

    @EachDatabase
    void textsWhenTheGatewayAnswersWithAnErrorThenAreLateUntilItWorksAgain(Databases databases) throws IOException {
        for (int status : List.of(429, 500, 503, 401, 302)) {
            Db db = databases.fresh();
            Outbox outbox = outbox(db);
            try (Provider sick = Provider.answering(status, "no");
                    Provider well = Provider.answering(200, "{}")) {
                AtomicReference<URI> url = new AtomicReference<>(sick.base());
                Postman postman = postman(db, outbox, url, Duration.ofSeconds(20));
                for (int i = 0; i < 4; i++) {
                    put(outbox);
                }
                postman.deliverAllDue();
                assertThat(outbox.late(Channel.TEXT, clock.instant()))
                        .as("4 x " + status)
                        .isFalse();
                put(outbox);
                postman.deliverAllDue();
                assertThat(outbox.late(Channel.TEXT, clock.instant()))
                        .as("5 x " + status)
                        .isTrue();
                assertThat(outbox.late(Channel.EMAIL, clock.instant())).isFalse();

                url.set(well.base());
                put(outbox);
                postman.deliverAllDue();
                assertThat(outbox.late(Channel.TEXT, clock.instant()))
                        .as("well again")
                        .isFalse();
            }
        }
    }

    @EachDatabase
    void textsWhenTheGatewayIsSilentOrCutsTheLineThenAreLate(Databases databases) throws IOException {
        try (Provider silent = Provider.answering(0, "");
                Provider cutting = Provider.cutting("HTTP/1.1 2")) {
            for (Provider sick : List.of(silent, cutting)) {
                Db db = databases.fresh();
                Outbox outbox = outbox(db);
                Postman postman = postman(db, outbox, new AtomicReference<>(sick.base()), Duration.ofMillis(300));
                for (int i = 0; i < 5; i++) {
                    put(outbox);
                }

                postman.deliverAllDue();

                assertThat(outbox.late(Channel.TEXT, clock.instant())).isTrue();
                clock.advance(Duration.ofMinutes(6));
                assertThat(outbox.late(Channel.TEXT, clock.instant()))
                        .as("not for ever")
                        .isFalse();
            }
        }
    }

    @EachDatabase
    void textsWhenAnotherServerHasNotSentThemForAMinuteThenAreLateHereToo(Databases databases) throws IOException {
        Db db = databases.fresh();
        Outbox here = outbox(db);
        Outbox elsewhere = outbox(db);
        try (Provider busy = Provider.answering(429, Map.of("Retry-After", "3600"), "no");
                Provider well = Provider.answering(200, "{}")) {
            put(elsewhere);
            postman(db, elsewhere, new AtomicReference<>(busy.base()), Duration.ofSeconds(20))
                    .deliverAllDue();
            assertThat(here.late(Channel.TEXT, clock.instant())).isFalse();
            clock.advance(Duration.ofSeconds(61));
            assertThat(here.late(Channel.TEXT, clock.instant())).isTrue();

            // A newer one that has gone out shows that only that number is held up.
            put(elsewhere);
            clock.advance(Duration.ofSeconds(6));
            postman(db, elsewhere, new AtomicReference<>(well.base()), Duration.ofSeconds(20))
                    .deliverAllDue();
            assertThat(elsewhere.waiting()).isEqualTo(1);
            assertThat(here.late(Channel.TEXT, clock.instant())).isFalse();
        }
    }

    private static Outbox outbox(Db db) {
        return new Outbox(db, Node.BOX, Set.of(Channel.values()));
    }

    private Postman postman(Db db, Outbox outbox, AtomicReference<URI> url, Duration patience) {
        return new Postman(
                db,
                outbox,
                _ -> new Letter("", "a text", null),
                List.of(new Gateway() {
                    @Override
                    public String name() {
                        return "webhook";
                    }

                    @Override
                    public Channel channel() {
                        return Channel.TEXT;
                    }

                    @Override
                    public Handed hand(Message message, Letter letter) {
                        return new WebhookGateway(
                                        new WebhookSettings(url.get(), SECRET), new HttpCall(clock, patience, null))
                                .hand(message, letter);
                    }
                }),
                clock,
                TOKENS.newId(clock.instant()));
    }

    private void put(Outbox outbox) {
        outbox.put(
                new Message(
                        TOKENS.newId(clock.instant()),
                        null,
                        Channel.TEXT,
                        "+34600000000",
                        MessageKind.SIGN_IN_CODE,
                        Map.of("code", "482911"),
                        "en",
                        "UTC",
                        clock.instant().plus(Duration.ofMinutes(10))),
                clock.instant());
    }
}
