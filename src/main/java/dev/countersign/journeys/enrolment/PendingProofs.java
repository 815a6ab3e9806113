package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.Destination;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.totp.AuthenticatorApp;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The code that confirms a pending factor, by the factor's type: looked at first, and used up when it makes the
/// factor active.
final class PendingProofs {
    private final SignInRooms rooms;

    PendingProofs(SignInRooms rooms) {
        this.rooms = rooms;
    }

    /// What makes a pending factor active.
    sealed interface Proof {
        /// The time step of an app's code.
        record AppCode(long step) implements Proof {}

        /// A texted code.
        record TextCode(String code) implements Proof {
            @Override
            public String toString() {
                return "TextCode[***]";
            }
        }
    }

    /// What a code is.
    sealed interface Seen {
        record Right(Proof proof) implements Seen {}

        record Used() implements Seen {}

        record RunOut() implements Seen {}

        record Wrong(@Nullable Duration clockOff) implements Seen {}

        /// What it was for is not pending any more.
        record Gone() implements Seen {}
    }

    Seen look(String accountId, EnrolmentStore.Row row, String code, Instant now) {
        return row.type() == FactorType.SMS ? text(accountId, row, code, now) : app(accountId, row, code, now);
    }

    private Seen app(String accountId, EnrolmentStore.Row row, String code, Instant now) {
        Optional<TotpFactors.Match> match = rooms.totp().matchPending(accountId, row.id(), code, now);
        if (match.isEmpty()) {
            return new Seen.Gone();
        }
        return switch (match.get()) {
            case TotpFactors.Match.At(long step) -> new Seen.Right(new Proof.AppCode(step));
            case TotpFactors.Match.Used() -> new Seen.Used();
            case TotpFactors.Match.None(Duration clockOff) -> new Seen.Wrong(clockOff);
        };
    }

    private Seen text(String accountId, EnrolmentStore.Row row, String code, Instant now) {
        Optional<PhoneNumber> number = rooms.phones().numbers().pending(accountId, row.id(), now);
        if (number.isEmpty()) {
            return new Seen.Gone();
        }
        SentCodes.Check check = rooms.phones()
                .codes()
                .look(
                        PhoneEnrolments.subject(accountId, row.id()),
                        Destination.of(number.get()),
                        row.epoch(),
                        code,
                        now);
        return switch (check) {
            case SentCodes.Check.Accepted() -> new Seen.Right(new Proof.TextCode(code));
            case SentCodes.Check.Wrong() -> new Seen.Wrong(null);
            case SentCodes.Check.Expired() -> new Seen.RunOut();
            case SentCodes.Check.AlreadyUsed() -> new Seen.Used();
        };
    }

    /// Makes the factor active; true when it took the place of another. Call it once the enrolment is closed:
    /// nothing else can use up its proof then.
    boolean activate(String accountId, EnrolmentStore.Row row, Proof proof, Instant now) {
        return switch (proof) {
            case Proof.AppCode(long step) ->
                rooms.totp()
                        .activate(
                                accountId,
                                row.id(),
                                AuthenticatorApp.of(row.label()).title(),
                                step,
                                now)
                        .orElseThrow(() -> new IllegalStateException("an open enrolment without its secret"));
            case Proof.TextCode ignored -> {
                rooms.phones().codes().discard(PhoneEnrolments.subject(accountId, row.id()));
                PhoneFactors.Activated active = rooms.phones()
                        .numbers()
                        .activate(accountId, row.id(), now)
                        .orElseThrow(() -> new IllegalStateException("an open enrolment without its number"));
                tellOldNumber(accountId, active, now);
                yield active.replaced() != null;
            }
        };
    }

    /// Whoever holds the old phone may be the owner, and the mailbox in the wrong hands.
    private void tellOldNumber(String accountId, PhoneFactors.Activated active, Instant now) {
        PhoneNumber old = active.replaced();
        if (old != null && !old.equals(active.number())) {
            rooms.accounts()
                    .byId(accountId)
                    .ifPresent(account -> rooms.notices()
                            .tellByText(old.e164(), account, NoticeEvent.PHONE_CHANGED, Notices.LIFE, now));
        }
    }
}
