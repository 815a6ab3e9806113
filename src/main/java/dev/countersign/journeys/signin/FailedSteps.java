package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Tells a person that a second step failed after the right password, so that one sign-in sends one mail: the mail
/// waits in the outbox while the sign-in is open. A right answer, a lock or the last try takes it back and says it
/// together with what else there is to say; otherwise it leaves by itself when the sign-in runs out. Call its
/// methods inside a transaction.
final class FailedSteps {
    /// Whoever has the password can make any number of second steps fail: one mail an hour tells of them.
    private static final Limit FAILED_STEPS =
            new Limit("notice-second-step", 1, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), false);

    private final SignInRooms rooms;
    private final ChallengeStore challenges;

    FailedSteps(SignInRooms rooms) {
        this.rooms = rooms;
        this.challenges = new ChallengeStore(rooms.db());
    }

    /// An answer to that challenge was wrong.
    ///
    /// @param over whether no other answer can follow
    void failed(ChallengeStore.Row row, boolean over, Origin origin, Instant now) {
        // A session that is asked again has had its second step.
        if (row.sessionId() != null || !rooms.outbox().carries(Channel.EMAIL)) {
            return;
        }
        // Held, so that no right answer comes between looking and waiting.
        boolean goesOn = challenges.hold(row.id(), now) && !over && row.attemptsLeft() > 0;
        if (!goesOn) {
            if (takeBack(row) || admitted(row, now)) {
                tell(row, origin, now);
            }
        } else if (challenges.notice(row.id()).isEmpty() && admitted(row, now)) {
            Optional<String> waiting = rooms.notices()
                    .tellLater(
                            row.accountId(),
                            NoticeEvent.SECOND_STEP_FAILED,
                            origin,
                            new Notices.Times(row.expiresAt(), now));
            waiting.ifPresent(id -> challenges.keepNotice(row.id(), id));
        }
    }

    /// The challenge was answered after all: what failed before is told together with what follows.
    void passed(ChallengeStore.Row row, Origin origin, Instant now) {
        if (takeBack(row)) {
            tell(row, origin, now);
        }
    }

    private boolean takeBack(ChallengeStore.Row row) {
        return challenges.notice(row.id()).filter(rooms.outbox()::withdraw).isPresent();
    }

    private boolean admitted(ChallengeStore.Row row, Instant now) {
        return rooms.throttle().admit(FAILED_STEPS, row.accountId(), now) instanceof Admission.Admitted;
    }

    private void tell(ChallengeStore.Row row, Origin origin, Instant now) {
        rooms.notices().tell(row.accountId(), NoticeEvent.SECOND_STEP_FAILED, Map.of(), origin, now);
    }
}
