package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.outside.OutsideCalls;
import dev.countersign.pages.EventMessage;
import dev.countersign.pages.Languages;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.webhook.Delivery;
import dev.countersign.people.webhook.Webhook;
import dev.countersign.people.webhook.Webhooks;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.HookReceiver;
import dev.countersign.testing.HookReceiver.Message;
import dev.countersign.testing.Journeys;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;

/// Every event that a webhook wants arrives, signed, under one id, whatever happens in between.
class WebhooksTest {
    private final HookReceiver receiver = HookReceiver.start();

    @AfterEach
    void stop() {
        receiver.close();
    }

    /// A node of the server.
    private record Node(House house, Webhooks room, OrganisationWebhooks webhooks, WebhookDeliveries deliveries) {
        static Node in(House house) {
            Journeys journeys = house.journeys;
            Webhooks room = new Webhooks(journeys.rooms.db(), journeys.rooms.box(), journeys.rooms.tokens());
            OutsideCalls calls = new OutsideCalls(true);
            return new Node(
                    house,
                    room,
                    new OrganisationWebhooks(journeys.rooms, journeys.stepUps, room, calls),
                    new WebhookDeliveries(
                            journeys.rooms,
                            room,
                            calls,
                            new EventMessage(new Languages(false)),
                            journeys.installation.baseUrl()));
        }

        Webhooks.Made make(String address, String... events) {
            return done(
                    webhooks.make(house.of(house.owner), house.id, new WebhookFields(address, List.of(events)), HOME));
        }

        Webhook again(Webhooks.Made made) {
            return room.byId(made.webhook().id()).orElseThrow();
        }

        /// Delivers all that is due, one after the other, and says how many calls there were.
        int work() {
            int calls = 0;
            for (String id : deliveries.due(100)) {
                while (deliveries.deliver(id)) {
                    calls++;
                }
            }
            return calls;
        }

        List<Delivery> told(Webhooks.Made made) {
            return done(webhooks.deliveries(
                    house.of(house.owner), house.id, made.webhook().id(), null, 100));
        }

        void happen() {
            Journeys.Person member = house.member(Role.MEMBER);
            done(house.journeys.memberActions.signOut(house.of(house.owner), house.id, member.account.id(), HOME));
        }
    }

    private static boolean signed(String secret, Message message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
            String content = message.id() + "." + message.headers().get("webhook-timestamp") + "." + message.body();
            String wanted = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes()));
            return Arrays.asList(message.headers().get("webhook-signature").split(" ", -1))
                    .contains(wanted);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @EachDatabase
    void eventWhenAWebhookWantsItThenIsDeliveredOnceSignedAndWithItsOwnId(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House other = House.in(house.journeys);
        Node node = Node.in(house);
        Webhooks.Made made = node.make(receiver.address(), "device");
        Node.in(other).make(receiver.address(), "device");
        node.make(receiver.address(), "rescue", "role-changed");
        node.happen();
        assertThat(node.work()).isEqualTo(1);
        assertThat(node.work()).isZero();

        Message message = receiver.messages().getFirst();
        AuditEntry entry = house.journeys.rooms.audit().ofOrganisation(house.id, AuditFilter.ALL, null, 100).stream()
                .filter(each -> each.type().equals("member-signed-out"))
                .findFirst()
                .orElseThrow();
        assertThat(message.id()).isEqualTo(entry.id());
        assertThat(message.body())
                .startsWith("{\"type\":\"member-signed-out\",\"timestamp\":\"" + entry.at() + "\",\"data\":{\"id\":\""
                        + entry.id());
        assertThat(signed(made.secret(), message)).isTrue();
        assertThat(signed(node.make(receiver.address(), "member").secret(), message))
                .isFalse();
        assertThat(node.told(made)).singleElement().satisfies(each -> {
            assertThat(each.status()).isEqualTo(Delivery.Status.DELIVERED);
            assertThat(each.last().status()).isEqualTo(200);
            assertThat(each.last().answer()).isEqualTo("thanks");
        });
    }

    @EachDatabase
    void eventWhenItsTransactionFailsThenIsNotTold(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Webhooks.Made made = node.make(receiver.address(), "member");
        assertThatThrownBy(() -> house.journeys.rooms.db().inTransaction(() -> {
                    house.journeys
                            .rooms
                            .audit()
                            .record(
                                    new AuditEvent.MemberReminded(house.owner.account.id(), null, house.id),
                                    HOME,
                                    house.journeys.clock.instant());
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(node.told(made)).isEmpty();
    }

    @EachDatabase
    void secretWhenReplacedThenBothSignForADayOrTheNewOneOnly(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Webhooks.Made made = node.make(receiver.address(), "device");
        String id = made.webhook().id();
        String second = done(node.webhooks().rotate(house.of(house.owner), house.id, id, false, HOME))
                .secret();
        node.happen();
        node.work();
        assertThat(signed(made.secret(), receiver.messages().getLast())).isTrue();
        assertThat(signed(second, receiver.messages().getLast())).isTrue();
        String third = done(node.webhooks().rotate(house.of(house.owner), house.id, id, true, HOME))
                .secret();
        node.happen();
        node.work();
        assertThat(signed(second, receiver.messages().getLast())).isFalse();
        assertThat(signed(third, receiver.messages().getLast())).isTrue();
    }

    @EachDatabase
    void receiverWhenItFailsThenIsTriedAgainLaterLessAndLessOftenUnderTheSameIdAndIsTurnedOffAfterDays(
            Databases databases) {
        Journeys before = Journeys.on(databases);
        House made = House.of(before, before.enrolled());
        Journeys journeys = before.mailing(policy -> policy);
        House house = made.on(journeys);
        Node node = Node.in(house);
        Webhooks.Made webhook = node.make(receiver.address(), "device");
        receiver.answer(500, "oh\u0000no");
        Node.in(made).happen();
        assertThat(node.work()).isEqualTo(1);
        assertThat(node.work()).isZero();
        Delivery first = node.told(webhook).getFirst();
        assertThat(first.status()).isEqualTo(Delivery.Status.WAITING);
        assertThat(first.last().answer()).isEqualTo("oh\uFFFDno");
        assertThat(first.dueAt()).isEqualTo(journeys.clock.instant().plusSeconds(5));
        journeys.clock.advance(Duration.ofSeconds(5));
        assertThat(node.work()).isEqualTo(1);
        assertThat(node.told(webhook).getFirst().dueAt())
                .isEqualTo(journeys.clock.instant().plusSeconds(30));
        assertThat(receiver.messages().stream().map(Message::id).distinct()).hasSize(1);
        assertThat(node.again(webhook).failingSince()).isNotNull();

        journeys.clock.advance(WebhookDeliveries.PATIENCE);
        node.work();
        assertThat(node.again(webhook).disabled().why()).isEqualTo(Webhook.Why.FAILING);
        assertThat(journeys.sent().stream().map(mail -> mail.kind())).contains(MessageKind.WEBHOOK_DISABLED);
        int calls = receiver.messages().size();
        journeys.clock.advance(Duration.ofHours(7));
        assertThat(node.work()).isZero();
        house.owner.signIn();
        refused(
                node.webhooks()
                        .test(house.of(house.owner), house.id, webhook.webhook().id()),
                WhyNot.WEBHOOK_OFF);

        // Mended: turned on, what is asked for goes out again, under the id it had.
        receiver.answer(204, "");
        done(node.webhooks()
                .change(
                        house.of(house.owner),
                        house.id,
                        webhook.webhook().id(),
                        new WebhookFields(receiver.address(), List.of("rescue")),
                        true,
                        HOME));
        done(node.webhooks()
                .replay(house.of(house.owner), house.id, webhook.webhook().id(), first.messageId()));
        assertThat(node.work()).isEqualTo(1);
        assertThat(receiver.messages()).hasSize(calls + 1);
        assertThat(receiver.messages().getLast().id()).isEqualTo(first.messageId());
        assertThat(node.again(webhook).failingSince()).isNull();
    }

    @EachDatabase
    void receiverWhenItAsksForTimeThenIsTriedNoSoonerAndNeverLaterThanTheScheduleWaits(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Webhooks.Made webhook = node.make(receiver.address(), "device");
        node.happen();
        for (Map.Entry<String, Duration> each : List.of(
                Map.entry("120", Duration.ofMinutes(2)),
                Map.entry("1", Duration.ofSeconds(30)),
                Map.entry("999999999", Duration.ofHours(6)),
                Map.entry("soon", Duration.ofMinutes(10)))) {
            receiver.answer(_ -> new HookReceiver.Answer(429, "", Map.of("Retry-After", each.getKey())));
            assertThat(node.work()).isEqualTo(1);
            assertThat(node.told(webhook).getFirst().dueAt())
                    .as(each.getKey())
                    .isEqualTo(house.journeys.clock.instant().plus(each.getValue()));
            house.journeys.clock.advance(each.getValue());
            house.owner.signIn();
        }
        receiver.answer(204, "");
        assertThat(node.work()).isEqualTo(1);
        assertThat(node.told(webhook).getFirst().status()).isEqualTo(Delivery.Status.DELIVERED);
    }

    @EachDatabase
    void receiverWhenGoneThenIsTurnedOffAtOnce(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Webhooks.Made made = node.make(receiver.address(), "device");
        receiver.answer(410, "");
        node.happen();
        node.happen();
        assertThat(node.work()).isEqualTo(1);
        assertThat(node.again(made).disabled().why()).isEqualTo(Webhook.Why.GONE);
    }

    @EachDatabase
    void messageWhenManyNodesWantItThenOneHasIt(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Webhooks.Made made = node.make(receiver.address(), "device");
        for (int i = 0; i < 5; i++) {
            node.happen();
        }
        Set<Boolean> done = Set.copyOf(AtOnce.run(8, _ -> Node.in(house).work() >= 0));
        assertThat(done).containsExactly(true);
        node.work();
        assertThat(receiver.messages()).hasSize(5);
        assertThat(receiver.messages().stream().map(Message::id).collect(Collectors.toSet()))
                .hasSize(5);
        assertThat(node.told(made)).allMatch(each -> each.attempts() == 1);
    }

    /// A node is killed between taking a message and hearing the answer.
    @EachDatabase
    void messageWhenItsNodeDiesThenAnotherDeliversItAfterTheLease(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Webhooks.Made made = node.make(receiver.address(), "device");
        node.happen();
        var now = house.journeys.clock.instant();
        Delivery taken = node.room()
                .take(made.webhook().id(), now, now.plus(WebhookDeliveries.LEASE))
                .orElseThrow();
        assertThat(node.work()).isZero();
        house.journeys.clock.advance(WebhookDeliveries.LEASE);
        assertThat(node.work()).isEqualTo(1);
        assertThat(receiver.messages().getFirst().id()).isEqualTo(taken.messageId());
        // The dead node's word comes late, and counts for nothing.
        node.room()
                .settle(
                        taken,
                        Delivery.Status.FAILED,
                        new Delivery.Try(now, null, "", "broken"),
                        java.util.Optional.empty());
        assertThat(node.told(made).getFirst().status()).isEqualTo(Delivery.Status.DELIVERED);
    }

    @EachDatabase
    void webhookWhenWantedWronglyOrByOthersThenNone(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Journeys journeys = house.journeys;
        OrganisationWebhooks strict =
                new OrganisationWebhooks(journeys.rooms, journeys.stepUps, node.room(), new OutsideCalls(false));
        for (String address : List.of(
                receiver.address(),
                "https://a b",
                "https://user@host/",
                "javascript:alert(1)",
                "https://",
                "x".repeat(600))) {
            refused(
                    strict.make(house.of(house.owner), house.id, new WebhookFields(address, List.of("member")), HOME),
                    WhyNot.NOT_A_WEBHOOK_ADDRESS);
        }
        for (List<String> events : List.of(List.<String>of(), List.of("everything"), List.of("member", "%"))) {
            refused(
                    strict.make(
                            house.of(house.owner),
                            house.id,
                            new WebhookFields("https://hooks.example.com/", events),
                            HOME),
                    WhyNot.NO_SUCH_EVENT);
        }
        Journeys.Person admin = house.member(Role.ADMIN);
        refused(
                strict.make(
                        house.of(admin),
                        house.id,
                        new WebhookFields("https://hooks.example.com/", List.of("member")),
                        HOME),
                WhyNot.OWNERS_ONLY);
        House other = House.in(journeys);
        String theirs =
                Node.in(other).make(receiver.address(), "device").webhook().id();
        refused(node.webhooks().look(house.of(house.owner), house.id, theirs), WhyNot.NOT_THERE);
        refused(node.webhooks().deliveries(house.of(house.owner), house.id, theirs, null, 10), WhyNot.NOT_THERE);
        refused(node.webhooks().remove(house.of(house.owner), house.id, theirs, HOME), WhyNot.NOT_THERE);
        refused(node.webhooks().rotate(house.of(house.owner), house.id, theirs, true, HOME), WhyNot.NOT_THERE);
    }

    /// The setting was true when it was made; it is looked at again at each call.
    @EachDatabase
    void addressWhenPrivateAndNotAllowedAnyMoreThenIsNotCalled(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Node node = Node.in(house);
        Webhooks.Made made = node.make(receiver.address().replace("http:", "https:"), "device");
        node.happen();
        Journeys journeys = house.journeys;
        WebhookDeliveries strict = new WebhookDeliveries(
                journeys.rooms,
                node.room(),
                new OutsideCalls(false),
                new EventMessage(new Languages(false)),
                journeys.installation.baseUrl());
        assertThat(strict.deliver(made.webhook().id())).isTrue();
        assertThat(node.told(made).getFirst().last().fault()).isEqualTo("not-public");
        assertThat(receiver.messages()).isEmpty();
    }
}
