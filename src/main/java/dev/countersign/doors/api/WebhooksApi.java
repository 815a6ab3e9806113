package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.ClientBodies.SecretRequest;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.doors.api.WebhookBodies.DeliveryView;
import dev.countersign.doors.api.WebhookBodies.TestSentAnswer;
import dev.countersign.doors.api.WebhookBodies.WebhookRequest;
import dev.countersign.doors.api.WebhookBodies.WebhookView;
import dev.countersign.journeys.organisation.OrganisationWebhooks;
import dev.countersign.journeys.organisation.WebhookFields;
import dev.countersign.people.webhook.Delivery;
import dev.countersign.people.webhook.Webhook;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// The webhooks of an organisation: for people with a session, since what they carry outside is the audit log.
@ApiDoor
class WebhooksApi {
    private static final String WEBHOOKS = "/organisations" + ApiDoor.ID + "/webhooks";
    private static final String WEBHOOK = WEBHOOKS + "/{webhookId:[0-9a-f-]{36}}";
    private static final String DELIVERIES = WEBHOOK + "/deliveries";

    private final OrganisationWebhooks webhooks;
    private final OrganisationAnswers answers;

    WebhooksApi(OrganisationWebhooks webhooks, OrganisationAnswers answers) {
        this.webhooks = webhooks;
        this.answers = answers;
    }

    @GetMapping(WEBHOOKS)
    Answer list(SessionCaller caller, @PathVariable String id, Paging paging) {
        return answers.answer(
                webhooks.list(caller.session(), id),
                listing -> Answer.ok(paging.of(
                        listing.webhooks().stream()
                                .map(each -> view(each, null))
                                .toList(),
                        view -> new Place(view.createdAt(), view.id()))));
    }

    @PostMapping(WEBHOOKS)
    Answer make(SessionCaller caller, @PathVariable String id, @Body WebhookRequest body) {
        return answers.answer(
                webhooks.make(caller.session(), id, fields(body), caller.origin()),
                made -> Answer.created(view(made.webhook(), made.secret())).andSecret());
    }

    @GetMapping(WEBHOOK)
    Answer one(SessionCaller caller, @PathVariable String id, @PathVariable String webhookId) {
        return answers.answer(
                webhooks.look(caller.session(), id, webhookId), seen -> Answer.ok(view(seen.webhook(), null)));
    }

    @PutMapping(WEBHOOK)
    Answer change(
            SessionCaller caller, @PathVariable String id, @PathVariable String webhookId, @Body WebhookRequest body) {
        boolean on = !Boolean.FALSE.equals(body.enabled());
        return answers.answer(
                webhooks.change(caller.session(), id, webhookId, fields(body), on, caller.origin()),
                webhook -> Answer.ok(view(webhook, null)));
    }

    private static WebhookFields fields(WebhookRequest body) {
        Fields fields = new Fields();
        String url = fields.text("url", body.url());
        List<String> events = body.events();
        if (events == null || events.stream().anyMatch(Objects::isNull)) {
            fields.wrong("events", "missing", "Give kinds or types of events as the audit log has them.");
        }
        fields.done();
        return new WebhookFields(url, Objects.requireNonNull(events));
    }

    @DeleteMapping(WEBHOOK)
    Answer remove(SessionCaller caller, @PathVariable String id, @PathVariable String webhookId) {
        return answers.none(webhooks.remove(caller.session(), id, webhookId, caller.origin()));
    }

    @PostMapping(WEBHOOK + "/secret")
    Answer rotate(
            SessionCaller caller,
            @PathVariable String id,
            @PathVariable String webhookId,
            @Body(optional = true) SecretRequest body) {
        boolean atOnce = Boolean.TRUE.equals(body.atOnce());
        return answers.answer(
                webhooks.rotate(caller.session(), id, webhookId, atOnce, caller.origin()),
                made -> Answer.ok(view(made.webhook(), made.secret())).andSecret());
    }

    @PostMapping(WEBHOOK + "/test")
    Answer test(
            SessionCaller caller,
            @PathVariable String id,
            @PathVariable String webhookId,
            @Body(optional = true) EmptyRequest body) {
        return answers.answer(
                webhooks.test(caller.session(), id, webhookId),
                messageId -> Answer.accepted(new TestSentAnswer(messageId)));
    }

    @GetMapping(DELIVERIES)
    Answer deliveries(SessionCaller caller, @PathVariable String id, @PathVariable String webhookId, Paging paging) {
        Place after = paging.after();
        OrganisationWebhooks.Place place =
                after == null ? null : new OrganisationWebhooks.Place(after.at(), after.id());
        return answers.answer(
                webhooks.deliveries(caller.session(), id, webhookId, place, paging.limit() + 1),
                read -> Answer.ok(paging.part(
                        read.stream().map(WebhooksApi::view).toList(), view -> new Place(view.at(), view.id()))));
    }

    @PostMapping(DELIVERIES + "/{messageId:[0-9a-f-]{36}}/replay")
    Answer replay(
            SessionCaller caller,
            @PathVariable String id,
            @PathVariable String webhookId,
            @PathVariable String messageId,
            @Body(optional = true) EmptyRequest body) {
        return answers.none(webhooks.replay(caller.session(), id, webhookId, messageId));
    }

    private static WebhookView view(Webhook it, @Nullable String secret) {
        Webhook.Disabled disabled = it.disabled();
        return new WebhookView(
                it.id(),
                it.url(),
                it.events(),
                it.createdAt(),
                disabled == null,
                disabled == null ? null : disabled.why().word(),
                it.failingSince(),
                it.oldSecretUntil(),
                secret);
    }

    private static DeliveryView view(Delivery it) {
        Delivery.Try last = it.last();
        return new DeliveryView(
                it.messageId(),
                it.type(),
                it.createdAt(),
                it.status().word(),
                it.attempts(),
                it.dueAt(),
                last == null ? null : last.at(),
                last == null ? null : last.status(),
                last == null || last.status() == null ? null : last.answer(),
                last == null ? null : last.fault());
    }
}
