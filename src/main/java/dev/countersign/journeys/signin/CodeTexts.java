package dev.countersign.journeys.signin;

import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.outofband.SentCodes.Sending;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.outofband.TextCodes.Texting;
import dev.countersign.factors.outofband.TextLimits;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/// The texts that carry codes: counted, written down and put on record in one transaction.
public final class CodeTexts {
    private final SignInRooms rooms;

    /// Over those rooms.
    public CodeTexts(SignInRooms rooms) {
        this.rooms = rooms;
    }

    /// A text that is asked for.
    ///
    /// @param subject the question that its code answers
    /// @param confirmed whether the number is the account's active phone
    public record Ask(Account account, Subject subject, PhoneNumber number, boolean confirmed, MessageKind kind) {}

    /// Sends it, if it may be sent now.
    public SendOutcome send(Ask ask, Origin origin, Instant now) {
        if (!rooms.outbox().carries(Channel.TEXT)) {
            return new SendOutcome.NotOffered();
        }
        return rooms.db().inTransaction(() -> {
            Account account = ask.account();
            Texting texting = rooms.phones().texts().send(ask.subject(), limited(ask, origin), account.epoch(), now);
            texting.alarms()
                    .forEach(alarm ->
                            rooms.audit().record(new AuditEvent.TextAlarm(account.id(), alarm.name()), origin, now));
            return switch (texting.sending()) {
                case Sending.Sent sent -> put(ask, sent, origin, now);
                case Sending.TooSoon(Instant retryAt) -> new SendOutcome.TooSoon(retryAt);
                case Sending.Limited limited -> {
                    rooms.audit()
                            .record(
                                    new AuditEvent.TextRefused(
                                            account.id(), limited.which().word()),
                                    origin,
                                    now);
                    yield new SendOutcome.Limited(limited.retryAt());
                }
            };
        });
    }

    private TextLimits.Ask limited(Ask ask, Origin origin) {
        return new TextLimits.Ask(
                ask.number(),
                ask.account().id(),
                ask.confirmed(),
                origin.network(),
                rooms.organisations().memberships(ask.account().id()).stream()
                        .map(Membership::organisationId)
                        .collect(Collectors.toSet()));
    }

    private SendOutcome put(Ask ask, Sending.Sent sent, Origin origin, Instant now) {
        Account account = ask.account();
        rooms.outbox()
                .put(
                        new Message(
                                sent.messageId(),
                                account.id(),
                                Channel.TEXT,
                                ask.number().e164(),
                                ask.kind(),
                                Map.of("code", sent.code()),
                                account.locale(),
                                account.timeZone(),
                                sent.expiresAt()),
                        now);
        rooms.audit()
                .record(
                        new AuditEvent.CodeSent(
                                account.id(),
                                ask.subject().holderId(),
                                ask.kind().word(),
                                Channel.TEXT.word()),
                        origin,
                        now);
        return new SendOutcome.Sent(ask.number().masked(), sent.nextSendAt());
    }
}
