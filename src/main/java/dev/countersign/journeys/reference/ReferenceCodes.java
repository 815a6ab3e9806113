package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.Destination;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.outofband.SentCodes.Sending;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.outofband.TextCodes.Texting;
import dev.countersign.factors.outofband.TextLimits;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The texts and mails that carry codes to people whom applications call by a reference. What they say is this
/// server's: of an application's words they hold its name and the [Purpose].
final class ReferenceCodes {
    private static final Logger LOG = LoggerFactory.getLogger("delivery");

    /// References have no time zone.
    private static final String ZONE = "UTC";

    private final ReferenceRooms rooms;

    ReferenceCodes(ReferenceRooms rooms) {
        this.rooms = rooms;
    }

    /// A code that is asked for.
    ///
    /// @param subject what it answers
    /// @param confirmed whether it is the contact that codes go to already
    /// @param about what the person is to read, or "" where the code confirms the contact
    record Ask(
            VerifyApp app,
            String reference,
            Subject subject,
            Contact contact,
            boolean confirmed,
            String about,
            String locale,
            long epoch) {}

    /// What the code of that question answers. How fast codes go out is counted by application and reference.
    static Subject question(String subject, String challengeId) {
        return new Subject(subject, SentCodes.Purpose.QUESTION, challengeId);
    }

    /// What the code answers that confirms such a contact.
    static Subject enrolment(String subject, FactorType type, String enrolmentId) {
        return new Subject(
                subject, type == FactorType.SMS ? SentCodes.Purpose.PHONE : SentCodes.Purpose.ADDRESS, enrolmentId);
    }

    /// What messages of that factor travel by.
    static Channel channel(FactorType type) {
        return type == FactorType.SMS ? Channel.TEXT : Channel.EMAIL;
    }

    boolean carries(FactorType type) {
        return rooms.ground().outbox().carries(channel(type));
    }

    /// Sends it, if it may be sent now. Joins the caller's transaction.
    SendOutcome send(Ask ask, Origin origin, Instant now) {
        Contact contact = ask.contact();
        if (!carries(contact.type())) {
            return new SendOutcome.NotOffered();
        }
        Optional<SentCodes.Standing> before = rooms.codes().standing(ask.subject(), now);
        TextLimits.ApplicationAsk counted = new TextLimits.ApplicationAsk(
                ask.app().id(),
                ask.app().organisationId(),
                ask.subject().accountId(),
                contact.to(),
                contact.country(),
                ask.confirmed());
        Texting texting = rooms.texts().send(ask.subject(), counted, ask.epoch(), now);
        texting.alarms().forEach(alarm -> alarm(alarm, ask.app(), origin, now));
        return switch (texting.sending()) {
            case Sending.Sent sent -> {
                boolean late = rooms.ground().outbox().late(channel(contact.type()), now);
                before.ifPresent(older -> rooms.ground().outbox().withdraw(older.messageId()));
                put(ask, sent, origin, now);
                yield new SendOutcome.Sent(contact.hint(), sent.nextSendAt(), late);
            }
            case Sending.TooSoon(Instant retryAt) -> new SendOutcome.TooSoon(retryAt);
            case Sending.Limited limited -> {
                VerifyApp app = ask.app();
                String which = limited.which().word();
                record(
                        new VerifyEvent.ReferenceCodeRefused(
                                app.organisationId(), app.id(), app.name(), ask.reference(), which),
                        origin,
                        now);
                yield new SendOutcome.Limited(limited.retryAt());
            }
        };
    }

    /// The same where there is nobody to send it to: at the same pace, and nothing leaves.
    SendOutcome pretend(Subject subject, FactorType type, long epoch, Instant now) {
        Channel channel = channel(type);
        if (!carries(type)) {
            return new SendOutcome.NotOffered();
        }
        return switch (rooms.codes().send(subject, new Destination(channel, ""), epoch, now)) {
            case Sending.Sent sent ->
                new SendOutcome.Sent(
                        "", sent.nextSendAt(), rooms.ground().outbox().late(channel, now));
            case Sending.TooSoon(Instant retryAt) -> new SendOutcome.TooSoon(retryAt);
            case Sending.Limited limited -> new SendOutcome.Limited(limited.retryAt());
        };
    }

    /// Voids all that was sent to a reference, and takes back what has not gone out.
    void voidAll(String subject) {
        rooms.codes().discardAll(subject).forEach(rooms.ground().outbox()::withdraw);
    }

    private void put(Ask ask, Sending.Sent sent, Origin origin, Instant now) {
        VerifyApp app = ask.app();
        Contact contact = ask.contact();
        boolean question = ask.subject().purpose() == SentCodes.Purpose.QUESTION;
        Map<String, String> fields = new HashMap<>(Map.of("code", sent.code(), "app", Purpose.name(app.name())));
        if (question) {
            fields.put("purpose", ask.about());
        }
        rooms.ground()
                .outbox()
                .put(
                        new Message(
                                sent.messageId(),
                                null,
                                channel(contact.type()),
                                contact.address(),
                                question ? MessageKind.REFERENCE_CODE : MessageKind.CONTACT_CODE,
                                fields,
                                ask.locale(),
                                ZONE,
                                sent.expiresAt()),
                        now);
        record(
                new VerifyEvent.ReferenceCodeSent(
                        app.organisationId(),
                        app.id(),
                        app.name(),
                        ask.reference(),
                        contact.type().word()),
                origin,
                now);
    }

    private void alarm(TextLimits.Alarm alarm, VerifyApp app, Origin origin, Instant now) {
        record(new VerifyEvent.VerifyAppAlarm(app.organisationId(), app.id(), app.name(), alarm.name()), origin, now);
        rooms.ground().db().afterCommit(() -> LOG.warn("{}: {} (countersign.text.quota)", app.id(), alarm.sentence()));
    }

    private void record(VerifyEvent event, Origin origin, Instant now) {
        rooms.ground().audit().record(event, origin, now);
    }
}
