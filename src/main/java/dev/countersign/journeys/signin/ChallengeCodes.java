package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.Destination;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Challenge.Purpose;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.MessageKind;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Codes by text and mail that answer a challenge. Sending one spends no attempt and forgives no failure.
final class ChallengeCodes {
    private final SignInRooms rooms;
    private final Standings standings;
    private final ChallengeStore challenges;
    private final CodeMessages messages;

    ChallengeCodes(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.standings = journey.standings();
        this.challenges = new ChallengeStore(rooms.db());
        this.messages = new CodeMessages(rooms);
    }

    private static Subject subject(String accountId, Purpose purpose, String challengeId) {
        SentCodes.Purpose what = switch (purpose) {
            case SIGN_IN -> SentCodes.Purpose.SIGN_IN;
            case STEP_UP -> SentCodes.Purpose.STEP_UP;
            case ENROLMENT -> SentCodes.Purpose.FIRST_ENROLMENT;
        };
        return new Subject(accountId, what, challengeId);
    }

    private static Subject subject(ChallengeStore.Row row) {
        return subject(row.accountId(), row.purpose(), row.id());
    }

    SendOutcome send(
            String token, FactorType factor, @Nullable String deviceToken, @Nullable String sessionId, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Optional<ChallengeStore.Row> row = challenges
                    .byToken(Token.hash(token))
                    .filter(r -> r.open(now) && r.attemptsLeft() > 0)
                    .filter(r -> Objects.equals(r.sessionId(), sessionId))
                    .filter(r -> !r.bound() || rooms.devices().holds(deviceToken, String.valueOf(r.deviceId()), now));
            Optional<Standing> standing = row.flatMap(
                    r -> standings.of(r.accountId()).filter(s -> s.account().epoch() == r.epoch()));
            return row.isEmpty() || standing.isEmpty()
                    ? new SendOutcome.Expired()
                    : send(row.get(), standing.get(), factor, origin, now);
        });
    }

    private SendOutcome send(ChallengeStore.Row row, Standing standing, FactorType factor, Origin origin, Instant now) {
        boolean offered = Openings.ways(row, standing, now).stream().anyMatch(way -> way.type() == factor);
        if (!offered) {
            return new SendOutcome.NotOffered();
        }
        Optional<Instant> locked = rooms.throttle().blockedUntil(Limits.SECOND_STEP, row.accountId(), now);
        if (locked.isPresent()) {
            return new SendOutcome.LockedOut(locked.get());
        }
        return switch (factor) {
            case SMS -> text(row, standing.account(), origin, now);
            case EMAIL -> mail(row, standing.account(), origin, now);
            case PASSWORD, TOTP, BACKUP_CODE, PASSKEY, HAND_OVER, DEVICE -> new SendOutcome.NotOffered();
        };
    }

    private SendOutcome text(ChallengeStore.Row row, Account account, Origin origin, Instant now) {
        Optional<PhoneFactors.Active> phone = rooms.phones().numbers().active(row.accountId());
        if (phone.isEmpty()) {
            return new SendOutcome.NotOffered();
        }
        CodeMessages.Ask ask =
                new CodeMessages.Ask(account, subject(row), phone.get().number(), true, MessageKind.SIGN_IN_CODE);
        return messages.send(ask, origin, now);
    }

    private SendOutcome mail(ChallengeStore.Row row, Account account, Origin origin, Instant now) {
        MessageKind kind = row.purpose() == Purpose.SIGN_IN ? MessageKind.SIGN_IN_CODE : MessageKind.ENROLMENT_CODE;
        return messages.mail(account, subject(row), kind, origin, now);
    }

    /// Checks a texted code and uses it up. The number is read again: a code works only for where it was sent.
    SentCodes.Check verifyText(ChallengeStore.Row row, String code, Instant now) {
        Optional<PhoneFactors.Active> phone = rooms.phones().numbers().active(row.accountId());
        if (phone.isEmpty()) {
            return new SentCodes.Check.Wrong();
        }
        SentCodes.Check check = verify(row, Destination.of(phone.get().number()), code, now);
        if (check instanceof SentCodes.Check.Accepted) {
            rooms.factors().used(row.accountId(), phone.get().factorId(), now);
        }
        return check;
    }

    /// The same of a mailed one, and the account's address.
    SentCodes.Check verifyMail(ChallengeStore.Row row, Account account, String code, Instant now) {
        return verify(row, CodeMessages.mailbox(account), code, now);
    }

    private SentCodes.Check verify(ChallengeStore.Row row, Destination to, String code, Instant now) {
        return rooms.phones().codes().verify(subject(row), to, row.epoch(), code, now);
    }

    Optional<Instant> heldUntil(Challenge challenge) {
        Instant now = rooms.clock().instant();
        Subject subject = subject(challenge.accountId(), challenge.purpose(), challenge.id());
        return Stream.of(FactorType.SMS, FactorType.EMAIL)
                .filter(challenge::takes)
                .map(type -> type == FactorType.SMS ? Channel.TEXT : Channel.EMAIL)
                .map(channel -> rooms.phones().codes().nextSendAt(subject, channel, now))
                .filter(next -> next.isAfter(now))
                .findFirst();
    }

    /// The newest code that was sent for that challenge; empty when none was.
    Optional<SentCodes.Standing> sent(Challenge challenge) {
        Subject subject = subject(challenge.accountId(), challenge.purpose(), challenge.id());
        return rooms.phones().codes().standing(subject, rooms.clock().instant());
    }
}
