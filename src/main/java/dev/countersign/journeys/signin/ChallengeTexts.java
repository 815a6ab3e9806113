package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.Destination;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.MessageKind;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Texts whose code answers a challenge. Sending one spends no attempt and forgives no failure.
final class ChallengeTexts {
    private final SignInRooms rooms;
    private final Standings standings;
    private final ChallengeStore challenges;
    private final CodeTexts texts;

    ChallengeTexts(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.standings = journey.standings();
        this.challenges = new ChallengeStore(rooms.db());
        this.texts = new CodeTexts(rooms);
    }

    /// What the code of that challenge's text is for.
    static Subject subject(ChallengeStore.Row row) {
        return subject(row.accountId(), row.sessionId() != null, row.id());
    }

    private static Subject subject(String accountId, boolean stepUp, String challengeId) {
        SentCodes.Purpose purpose = stepUp ? SentCodes.Purpose.STEP_UP : SentCodes.Purpose.SIGN_IN;
        return new Subject(accountId, purpose, challengeId);
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
        Optional<PhoneFactors.Active> phone = rooms.phones().numbers().active(row.accountId());
        boolean offered = factor == FactorType.SMS
                && Openings.ways(row, standing, now).stream().anyMatch(way -> way.type() == FactorType.SMS);
        if (!offered || phone.isEmpty()) {
            return new SendOutcome.NotOffered();
        }
        Optional<Instant> locked = rooms.throttle().blockedUntil(Limits.SECOND_STEP, row.accountId(), now);
        if (locked.isPresent()) {
            return new SendOutcome.LockedOut(locked.get());
        }
        return texts.send(
                new CodeTexts.Ask(
                        standing.account(), subject(row), phone.get().number(), true, MessageKind.SIGN_IN_CODE),
                origin,
                now);
    }

    /// Checks a code and uses it up. The number is read again: a code works only for where it was sent.
    SentCodes.Check verify(ChallengeStore.Row row, String code, Instant now) {
        Optional<PhoneFactors.Active> phone = rooms.phones().numbers().active(row.accountId());
        if (phone.isEmpty()) {
            return new SentCodes.Check.Wrong();
        }
        Destination to = Destination.of(phone.get().number());
        SentCodes.Check check = rooms.phones().codes().verify(subject(row), to, row.epoch(), code, now);
        if (check instanceof SentCodes.Check.Accepted) {
            rooms.factors().used(row.accountId(), phone.get().factorId(), now);
        }
        return check;
    }

    /// The newest text of that challenge; empty when none was sent.
    Optional<SentCodes.Standing> sent(Challenge challenge) {
        Subject subject = subject(challenge.accountId(), challenge.sessionId() != null, challenge.id());
        return rooms.phones()
                .codes()
                .standing(subject, rooms.clock().instant())
                .filter(standing -> standing.channel() == Channel.TEXT);
    }
}
