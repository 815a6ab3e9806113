package dev.countersign.people.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.webhook.Webhook.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// All webhooks and what they are told. Secrets are sealed to their row; they are shown when they are made.
public final class Webhooks {
    /// How long the secret before the newest one goes on signing, so that the other side can be given the new one in
    /// peace.
    public static final Duration OVERLAP = Duration.ofHours(24);

    /// What a secret begins with (Standard Webhooks, "Signature scheme": "prefixed with whsec_").
    private static final String PREFIX = "whsec_";

    private static final int SECRET_BYTES = 32;

    private final Db db;
    private final SecretBox box;
    private final Tokens tokens;
    private final WebhookStore store;
    private final DeliveryStore deliveries;

    public Webhooks(Db db, SecretBox box, Tokens tokens) {
        this.db = db;
        this.box = box;
        this.tokens = tokens;
        this.store = new WebhookStore(db);
        this.deliveries = new DeliveryStore(db);
    }

    /// A webhook, and the secret it was given just now.
    public record Made(Webhook webhook, String secret) {
        @Override
        public String toString() {
            return "Made[" + webhook.id() + "]";
        }
    }

    /// Makes a webhook.
    public Made make(String organisationId, String url, List<String> events, Instant now) {
        Webhook webhook = new Webhook(tokens.newId(now), organisationId, url, events, now, null, null, null);
        byte[] secret = tokens.bytes(SECRET_BYTES);
        byte[] sealed = box.seal(place(webhook.id()), secret);
        db.inTransaction(() -> store.insert(webhook, sealed));
        return new Made(webhook, text(secret));
    }

    /// Old and new secrets stand in one column after the other, and are sealed alike.
    private static Place place(String id) {
        return new Place("webhook", "secret", id);
    }

    private static String text(byte[] secret) {
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    /// The webhook of that id.
    public Optional<Webhook> byId(String id) {
        return db.read(() -> store.byId(id));
    }

    /// The organisation's webhooks, the oldest first.
    public List<Webhook> of(String organisationId) {
        return db.read(() -> store.of(organisationId));
    }

    /// Changes where to and of what it is told.
    public void change(String id, String url, List<String> events) {
        db.inTransaction(() -> store.change(id, url, events));
    }

    /// Turns it off, and gives up what waits; false when it was off.
    public boolean disable(String id, Why why, Instant now) {
        return db.inTransaction(() -> {
            boolean turned = store.disable(id, why, now);
            if (turned) {
                deliveries.giveUp(id);
            }
            return turned;
        });
    }

    /// Turns it on again; what happened in between is not told. False when it was on.
    public boolean enable(String id) {
        return db.inTransaction(() -> store.enable(id));
    }

    /// Gives it another secret. The one before goes on signing for [#OVERLAP], or not at all.
    public String rotate(String id, boolean atOnce, Instant now) {
        byte[] secret = tokens.bytes(SECRET_BYTES);
        byte[] sealed = box.seal(place(id), secret);
        db.inTransaction(() -> store.rotate(id, sealed, atOnce ? now : now.plus(OVERLAP)));
        return text(secret);
    }

    /// Removes it, with what it was told.
    public boolean remove(String id) {
        return db.inTransaction(() -> store.delete(id));
    }

    /// What signs a message now, once with each secret that is good: the header `webhook-signature`.
    public String signatures(String id, String messageId, Instant at, byte[] body) {
        List<String> signatures = new ArrayList<>();
        for (byte[] sealed : db.read(() -> store.secrets(id, at))) {
            signatures.add(StandardSignature.of(box.open(place(id), sealed), messageId, at, body));
        }
        return String.join(" ", signatures);
    }

    /// Puts a test into the outbox, and gives its id.
    public String test(String id, Instant giveUpAt, Instant now) {
        String messageId = tokens.newId(now);
        db.inTransaction(() -> deliveries.insert(id, messageId, Delivery.TEST, giveUpAt, now));
        return messageId;
    }

    /// A part of what it was told, the newest first, behind that message; "" for the beginning.
    public List<Delivery> deliveries(String id, Instant before, String after, int limit) {
        return db.read(() -> deliveries.list(id, before, after, limit));
    }

    /// Has a message delivered again, with the id it had; false when there is none of that id.
    public boolean replay(String id, String messageId, Instant giveUpAt, Instant now) {
        return db.inTransaction(() -> deliveries.replay(id, messageId, giveUpAt, now));
    }

    /// Webhooks for which something is due, those first that have waited longest.
    public List<String> due(Instant now, int limit) {
        return db.read(() -> deliveries.due(now, limit));
    }

    /// Takes the message of a webhook that is due first, not to be tried by anybody else until then.
    public Optional<Delivery> take(String id, Instant now, Instant again) {
        return db.inTransaction(() -> deliveries.take(id, now, again));
    }

    /// What a try came to. Empty `next`: the message is settled with that.
    public void settle(Delivery delivery, Delivery.Status status, Delivery.Try last, Optional<Instant> next) {
        db.inTransaction(() -> {
            deliveries.settle(delivery, status, last, next.orElse(null));
            store.noteTry(delivery.webhookId(), status == Delivery.Status.DELIVERED, last.at());
        });
    }

    /// The bytes of a secret's text, as whoever checks signatures needs them.
    public static byte[] bytes(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()).getBytes(US_ASCII));
    }
}
