package dev.countersign.journeys.signin;

import dev.countersign.factors.outofband.Destination;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.outofband.SentCodes.Sending;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.outofband.TextCodes.Texting;
import dev.countersign.factors.outofband.TextLimits;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The texts and mails that carry codes: counted, written down and put on record in one transaction. A message
/// whose code a newer one replaced is taken back if it has not gone out yet.
public final class CodeMessages {
    private final SignInRooms rooms;

    /// Over those rooms.
    public CodeMessages(SignInRooms rooms) {
        this.rooms = rooms;
    }

    /// A text that is asked for.
    ///
    /// @param subject the question that its code answers
    /// @param confirmed whether the number is the account's active phone
    public record Ask(Account account, Subject subject, PhoneNumber number, boolean confirmed, MessageKind kind) {}

    /// What is sent where, as it is hinted at.
    private record Post(Account account, Subject subject, MessageKind kind, Destination to, String hint) {}

    /// Where mailed codes of that account go, written the same way however the address was typed.
    static Destination mailbox(Account account) {
        return new Destination(Channel.EMAIL, new EmailAddress(account.email()).key());
    }

    /// Sends the text, if it may be sent now.
    public SendOutcome send(Ask ask, Origin origin, Instant now) {
        if (!rooms.outbox().carries(Channel.TEXT)) {
            return new SendOutcome.NotOffered();
        }
        Post post = new Post(
                ask.account(),
                ask.subject(),
                ask.kind(),
                Destination.of(ask.number()),
                ask.number().masked());
        return rooms.db().inTransaction(() -> {
            Optional<SentCodes.Standing> before = rooms.phones().codes().standing(ask.subject(), now);
            long epoch = ask.account().epoch();
            Texting texting = rooms.phones().texts().send(ask.subject(), limited(ask, origin), epoch, now);
            texting.alarms()
                    .forEach(alarm -> rooms.audit()
                            .record(new AuditEvent.TextAlarm(ask.account().id(), alarm.name()), origin, now));
            return sent(texting.sending(), post, before, origin, now);
        });
    }

    /// Mails a code to the account's address, if one may be sent now.
    SendOutcome mail(Account account, Subject subject, MessageKind kind, Origin origin, Instant now) {
        if (!rooms.outbox().carries(Channel.EMAIL)) {
            return new SendOutcome.NotOffered();
        }
        String hint = new EmailAddress(account.email()).masked();
        Post post = new Post(account, subject, kind, new Destination(Channel.EMAIL, account.email()), hint);
        return rooms.db().inTransaction(() -> {
            Optional<SentCodes.Standing> before = rooms.phones().codes().standing(subject, now);
            Sending sending = rooms.phones().codes().send(subject, mailbox(account), account.epoch(), now);
            return sent(sending, post, before, origin, now);
        });
    }

    private SendOutcome sent(
            Sending sending, Post post, Optional<SentCodes.Standing> before, Origin origin, Instant now) {
        return switch (sending) {
            case Sending.Sent sent -> {
                before.ifPresent(older -> rooms.outbox().withdraw(older.messageId()));
                yield put(post, sent, origin, now);
            }
            case Sending.TooSoon(Instant retryAt) -> new SendOutcome.TooSoon(retryAt);
            case Sending.Limited limited -> {
                String which = limited.which().word();
                rooms.audit().record(new AuditEvent.CodeRefused(post.account().id(), which), origin, now);
                yield new SendOutcome.Limited(limited.retryAt());
            }
        };
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

    private SendOutcome put(Post post, Sending.Sent sent, Origin origin, Instant now) {
        Account account = post.account();
        Channel channel = post.to().channel();
        rooms.outbox()
                .put(
                        new Message(
                                sent.messageId(),
                                account.id(),
                                channel,
                                post.to().address(),
                                post.kind(),
                                Map.of("code", sent.code()),
                                account.locale(),
                                account.timeZone(),
                                sent.expiresAt()),
                        now);
        rooms.audit()
                .record(
                        new AuditEvent.CodeSent(
                                account.id(),
                                post.subject().holderId(),
                                post.kind().word(),
                                channel.word()),
                        origin,
                        now);
        return new SendOutcome.Sent(post.hint(), sent.nextSendAt());
    }
}
