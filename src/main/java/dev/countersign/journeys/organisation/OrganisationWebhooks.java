package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.outside.OutsideCalls;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.webhook.Delivery;
import dev.countersign.people.webhook.Webhook;
import dev.countersign.people.webhook.Webhook.Why;
import dev.countersign.people.webhook.Webhooks;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The webhooks of an organisation: its admins see them and what they were told, its owners make, change, try and
/// remove them. They carry the audit log outside, so that no key makes one.
public final class OrganisationWebhooks {
    /// The webhooks of one organisation, at most.
    public static final int MOST = 10;

    private static final Instant LAST_DAY = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final SignInRooms rooms;
    private final Webhooks webhooks;
    private final OutsideCalls calls;
    private final Admins admins;

    /// @param calls what delivers, which knows the addresses that may be called
    public OrganisationWebhooks(SignInRooms rooms, StepUps stepUps, Webhooks webhooks, OutsideCalls calls) {
        this.rooms = rooms;
        this.webhooks = webhooks;
        this.calls = calls;
        this.admins = new Admins(rooms, stepUps);
    }

    /// Webhooks, and whether the caller may change them.
    public record Listing(List<Webhook> webhooks, boolean changeable) {}

    /// A webhook, and whether the caller may change it.
    public record Seen(Webhook webhook, boolean changeable) {}

    /// A place in the list of deliveries.
    public record Place(Instant at, String messageId) {}

    /// The organisation's webhooks.
    public MemberOutcome<Listing> list(Session by, String organisationId) {
        return admins.look(
                by,
                organisationId,
                actor ->
                        new MemberOutcome.Done<>(new Listing(webhooks.of(organisationId), actor.role() == Role.OWNER)));
    }

    /// One of them.
    public MemberOutcome<Seen> look(Session by, String organisationId, String webhookId) {
        return admins.look(
                by,
                organisationId,
                actor -> of(organisationId, webhookId)
                        .<MemberOutcome<Seen>>map(
                                webhook -> new MemberOutcome.Done<>(new Seen(webhook, actor.role() == Role.OWNER)))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    private Optional<Webhook> of(String organisationId, String webhookId) {
        return webhooks.byId(webhookId)
                .filter(webhook -> webhook.organisationId().equals(organisationId));
    }

    private <T> MemberOutcome<T> change(
            Session by, String organisationId, String webhookId, Function<Webhook, MemberOutcome<T>> work) {
        return asOwner(
                by,
                organisationId,
                () -> of(organisationId, webhookId).map(work).orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    private <T> MemberOutcome<T> asOwner(
            Session by, String organisationId, java.util.function.Supplier<MemberOutcome<T>> work) {
        return admins.change(
                by,
                organisationId,
                actor -> actor.role() == Role.OWNER ? work.get() : MemberOutcome.refused(WhyNot.OWNERS_ONLY));
    }

    /// Whether the caller may make one now: an owner with fresh proof.
    public MemberOutcome<Nothing> mayMake(Session by, String organisationId) {
        return asOwner(by, organisationId, MemberOutcome::done);
    }

    /// Makes a webhook; its secret is known only now.
    public MemberOutcome<Webhooks.Made> make(Session by, String organisationId, WebhookFields fields, Origin origin) {
        Instant now = rooms.clock().instant();
        return asOwner(by, organisationId, () -> {
            Optional<WhyNot> fault = fields.fault(calls);
            if (fault.isPresent()) {
                return MemberOutcome.refused(fault.get());
            }
            if (webhooks.of(organisationId).size() >= MOST) {
                return MemberOutcome.refused(WhyNot.TOO_MANY_WEBHOOKS);
            }
            Webhooks.Made made = webhooks.make(organisationId, fields.url(), fields.events(), now);
            rooms.audit()
                    .record(
                            new AuditEvent.WebhookMade(
                                    by.accountId(),
                                    organisationId,
                                    made.webhook().id(),
                                    made.webhook().host()),
                            origin,
                            now);
            return new MemberOutcome.Done<>(made);
        });
    }

    /// Changes it, turns it off or on again.
    public MemberOutcome<Webhook> change(
            Session by, String organisationId, String webhookId, WebhookFields fields, boolean on, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, webhookId, before -> {
            Optional<WhyNot> fault = fields.fault(calls);
            if (fault.isPresent()) {
                return MemberOutcome.refused(fault.get());
            }
            webhooks.change(webhookId, fields.url(), fields.events());
            boolean turned = on ? webhooks.enable(webhookId) : webhooks.disable(webhookId, Why.OWNER, now);
            boolean changed = turned
                    || !before.url().equals(fields.url())
                    || !before.events().equals(fields.events());
            Webhook after = webhooks.byId(webhookId).orElseThrow();
            if (changed) {
                rooms.audit()
                        .record(
                                new AuditEvent.WebhookChanged(
                                        by.accountId(), organisationId, webhookId, after.host(), on),
                                origin,
                                now);
            }
            return new MemberOutcome.Done<>(after);
        });
    }

    /// Gives it another secret, which is known only now.
    public MemberOutcome<Webhooks.Made> rotate(
            Session by, String organisationId, String webhookId, boolean atOnce, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, webhookId, webhook -> {
            String secret = webhooks.rotate(webhookId, atOnce, now);
            rooms.audit()
                    .record(
                            new AuditEvent.WebhookSecretReplaced(
                                    by.accountId(), organisationId, webhookId, webhook.host(), atOnce),
                            origin,
                            now);
            return new MemberOutcome.Done<>(
                    new Webhooks.Made(webhooks.byId(webhookId).orElseThrow(), secret));
        });
    }

    /// Removes it, with what it was told.
    public MemberOutcome<Nothing> remove(Session by, String organisationId, String webhookId, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, webhookId, webhook -> {
            webhooks.remove(webhookId);
            rooms.audit()
                    .record(
                            new AuditEvent.WebhookRemoved(by.accountId(), organisationId, webhookId, webhook.host()),
                            origin,
                            now);
            return MemberOutcome.done();
        });
    }

    /// Has a test sent, and gives its id.
    public MemberOutcome<String> test(Session by, String organisationId, String webhookId) {
        Instant now = rooms.clock().instant();
        return change(
                by,
                organisationId,
                webhookId,
                webhook -> webhook.disabled() != null
                        ? MemberOutcome.refused(WhyNot.WEBHOOK_OFF)
                        : new MemberOutcome.Done<>(webhooks.test(webhookId, now.plus(AuditTrail.TOLD_WITHIN), now)));
    }

    /// Has a message delivered again, with the id it had.
    public MemberOutcome<Nothing> replay(Session by, String organisationId, String webhookId, String messageId) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, webhookId, webhook -> {
            if (webhook.disabled() != null) {
                return MemberOutcome.refused(WhyNot.WEBHOOK_OFF);
            }
            return webhooks.replay(webhookId, messageId, now.plus(AuditTrail.TOLD_WITHIN), now)
                    ? MemberOutcome.done()
                    : MemberOutcome.refused(WhyNot.NOT_THERE);
        });
    }

    /// What it was told, the newest first.
    ///
    /// @param after the last one seen, null for the beginning
    public MemberOutcome<List<Delivery>> deliveries(
            Session by, String organisationId, String webhookId, @Nullable Place after, int limit) {
        Place place = after == null ? new Place(LAST_DAY, "") : after;
        return admins.look(
                by,
                organisationId,
                _ -> of(organisationId, webhookId)
                        .<MemberOutcome<List<Delivery>>>map(_ -> new MemberOutcome.Done<>(
                                webhooks.deliveries(webhookId, place.at(), place.messageId(), limit)))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }
}
