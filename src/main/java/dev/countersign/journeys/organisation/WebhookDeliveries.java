package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.outside.OutsideCalls;
import dev.countersign.ground.outside.OutsideOutcome;
import dev.countersign.ground.outside.OutsideOutcome.Answered;
import dev.countersign.ground.outside.OutsideOutcome.NotAllowed;
import dev.countersign.ground.outside.OutsideOutcome.Unreached;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.webhook.Delivery;
import dev.countersign.people.webhook.Delivery.Status;
import dev.countersign.people.webhook.Delivery.Try;
import dev.countersign.people.webhook.Webhook;
import dev.countersign.people.webhook.Webhook.Why;
import dev.countersign.people.webhook.Webhooks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Delivers what waits for webhooks (Standard Webhooks 1.0): at least once, in no promised order, each message under
/// the same id whenever it is tried. A row is taken by one conditional write before the call, and due again after
/// [#LEASE], so that a server that stops in between loses nothing and two never try the same at once.
public final class WebhookDeliveries {
    /// Nobody else tries a message that long after it was taken; a call is over long before.
    public static final Duration LEASE = Duration.ofMinutes(2);
    /// A webhook that took nothing for so long is turned off.
    public static final Duration PATIENCE = Duration.ofDays(3);

    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6));
    private static final int GONE = 410;
    private static final int LONGEST_ANSWER = 1_000;

    private final SignInRooms rooms;
    private final Webhooks webhooks;
    private final OutsideCalls calls;
    private final Function<LoggedEvent, byte[]> writer;
    private final NameStore names;
    private final MemberMails mails;
    private final URI baseUrl;

    /// @param writer writes an event as the body of a message
    /// @param baseUrl what links begin with
    public WebhookDeliveries(
            SignInRooms rooms,
            Webhooks webhooks,
            OutsideCalls calls,
            Function<LoggedEvent, byte[]> writer,
            URI baseUrl) {
        this.rooms = rooms;
        this.webhooks = webhooks;
        this.calls = calls;
        this.writer = writer;
        this.names = new NameStore(rooms.db());
        this.mails = new MemberMails(rooms);
        this.baseUrl = baseUrl;
    }

    /// Webhooks for which something is due, those first that have waited longest.
    public List<String> due(int limit) {
        return webhooks.due(rooms.clock().instant(), limit);
    }

    /// Delivers one message of that webhook that is due; false when none is, or another server was faster.
    public boolean deliver(String webhookId) {
        Instant now = rooms.clock().instant();
        Optional<Webhook> webhook = webhooks.byId(webhookId).filter(it -> it.disabled() == null);
        Optional<Delivery> taken = webhook.flatMap(_ -> webhooks.take(webhookId, now, now.plus(LEASE)));
        taken.ifPresent(delivery -> deliver(webhook.get(), delivery, now));
        return taken.isPresent();
    }

    private void deliver(Webhook webhook, Delivery delivery, Instant now) {
        Optional<byte[]> body = body(webhook, delivery);
        if (body.isEmpty()) {
            // The event's time on record is over.
            webhooks.settle(delivery, Status.FAILED, new Try(now, null, "", "no-event"), Optional.empty());
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", delivery.messageId());
        headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        headers.put("webhook-signature", webhooks.signatures(webhook.id(), delivery.messageId(), now, body.get()));
        settle(webhook, delivery, calls.post(URI.create(webhook.url()), headers, body.get()));
    }

    private Optional<byte[]> body(Webhook webhook, Delivery delivery) {
        if (delivery.type().equals(Delivery.TEST)) {
            return Optional.of(("{\"type\":\"" + Delivery.TEST + "\",\"timestamp\":\"" + delivery.createdAt()
                            + "\",\"data\":{\"organisationId\":\"" + webhook.organisationId() + "\"}}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return rooms.db()
                .read(() -> rooms.audit()
                        .ofOrganisation(webhook.organisationId(), delivery.messageId())
                        .map(names::named))
                .map(writer);
    }

    private void settle(Webhook webhook, Delivery delivery, OutsideOutcome outcome) {
        Instant now = rooms.clock().instant();
        Try last = switch (outcome) {
            case Answered(int status, String body, String _) -> new Try(now, status, shown(body), null);
            case NotAllowed _ -> new Try(now, null, "", "not-public");
            case Unreached(String why) -> new Try(now, null, "", why);
        };
        if (outcome instanceof Answered(int status, String _, String _) && status / 100 == 2) {
            webhooks.settle(delivery, Status.DELIVERED, last, Optional.empty());
            return;
        }
        Instant next = next(delivery, outcome, now);
        boolean again = next.isBefore(delivery.giveUpAt());
        webhooks.settle(
                delivery, again ? Status.WAITING : Status.FAILED, last, again ? Optional.of(next) : Optional.empty());
        Instant since = webhook.failingSince();
        if (outcome instanceof Answered(int status, String _, String _) && status == GONE) {
            turnOff(webhook, Why.GONE, now);
        } else if (since != null && !since.plus(PATIENCE).isAfter(now)) {
            turnOff(webhook, Why.FAILING, now);
        }
    }

    /// By the schedule, or later where the other side asks for it, though not longer than the schedule ever waits.
    private static Instant next(Delivery delivery, OutsideOutcome outcome, Instant now) {
        Instant scheduled = now.plus(WAITS.get(Math.min(delivery.attempts(), WAITS.size() - 1)));
        Instant latest = now.plus(WAITS.getLast());
        Instant asked = outcome instanceof Answered(int _, String _, String retryAfter)
                ? RetryAfter.of(retryAfter, now).orElse(scheduled)
                : scheduled;
        return asked.isBefore(scheduled) ? scheduled : asked.isAfter(latest) ? latest : asked;
    }

    /// What can be stored and shown: text of one's own database, not the other side's control characters.
    private static String shown(String body) {
        String plain = body.replaceAll("[\\p{Cntrl}\\p{Cs}&&[^\n\t]]", "\uFFFD");
        return plain.length() <= LONGEST_ANSWER ? plain : plain.substring(0, LONGEST_ANSWER) + "…";
    }

    private void turnOff(Webhook webhook, Why why, Instant now) {
        rooms.db().inTransaction(() -> {
            if (!webhooks.disable(webhook.id(), why, now)) {
                return;
            }
            rooms.audit()
                    .record(
                            new AuditEvent.WebhookDisabled(
                                    webhook.organisationId(), webhook.id(), webhook.host(), why.word()),
                            Origin.CONSOLE,
                            now);
            if (rooms.outbox().carries(Channel.EMAIL)) {
                String organisation = rooms.organisations()
                        .byId(webhook.organisationId())
                        .map(Organisation::name)
                        .orElse("");
                Map<String, String> fields = Map.of(
                        "organisation", organisation, "link", baseUrl + "/organisation/webhooks/" + webhook.id());
                rooms.organisations()
                        .ownerIds(webhook.organisationId())
                        .forEach(owner -> rooms.accounts()
                                .byId(owner)
                                .ifPresent(account -> mails.send(account, MessageKind.WEBHOOK_DISABLED, fields, now)));
            }
        });
    }
}
