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
import dev.countersign.people.delivery.Status;
import dev.countersign.people.organisation.Membership;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The texts and mails that carry codes: counted, written down and put on record in one transaction. A message
/// whose code a newer one replaced is taken back if it has not gone out yet.
public final class CodeMessages {
    private static final Logger LOG = LoggerFactory.getLogger("delivery");

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
            texting.alarms().forEach(alarm -> alarm(alarm, ask.account(), origin, now));
            return sent(texting.sending(), post, before, origin, now);
        });
    }

    private void alarm(TextLimits.Alarm alarm, Account account, Origin origin, Instant now) {
        rooms.audit().record(new AuditEvent.TextAlarm(account.id(), alarm.name()), origin, now);
        rooms.db().afterCommit(() -> LOG.warn("{} (countersign.text.quota)", alarm.sentence()));
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
                // Asked before the older code is taken back: it may be the one that shows it.
                boolean late = rooms.outbox().late(post.to().channel(), now) || lost(before);
                before.ifPresent(older -> rooms.outbox().withdraw(older.messageId()));
                put(post, sent, origin, now);
                yield new SendOutcome.Sent(post.hint(), sent.nextSendAt(), late);
            }
            case Sending.TooSoon(Instant retryAt) -> new SendOutcome.TooSoon(retryAt);
            case Sending.Limited limited -> {
                String which = limited.which().word();
                rooms.audit().record(new AuditEvent.CodeRefused(post.account().id(), which), origin, now);
                yield new SendOutcome.Limited(limited.retryAt());
            }
        };
    }

    /// Whoever asks again because the last one never came is better off with another way.
    private boolean lost(Optional<SentCodes.Standing> before) {
        return before.flatMap(older -> rooms.outbox().status(older.messageId()))
                .filter(Status::lost)
                .isPresent();
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

    private void put(Post post, Sending.Sent sent, Origin origin, Instant now) {
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
    }
}
