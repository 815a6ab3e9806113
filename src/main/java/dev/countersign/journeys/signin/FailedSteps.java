package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Tells a person that a second step failed after the right password, so that one sign-in sends one mail: the mail
/// waits in the outbox while the sign-in is open. A right answer, a lock or the last try takes it back and says it
/// together with what else there is to say; otherwise it leaves by itself when the sign-in runs out. A sign-in that
/// leads to an enrolment goes on until that is done or its leave runs out. Call its methods inside a transaction.
final class FailedSteps {
    /// Whoever has the password can make any number of second steps fail: one mail an hour tells of them.
    private static final Limit FAILED_STEPS =
            new Limit("notice-second-step", 1, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), false);

    private final SignInRooms rooms;
    private final ChallengeStore challenges;
    private final EnrolmentGrantStore grants;

    FailedSteps(SignInRooms rooms) {
        this.rooms = rooms;
        this.challenges = new ChallengeStore(rooms.db());
        this.grants = new EnrolmentGrantStore(rooms.db());
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
                tell(row.accountId(), origin, now);
            }
        } else if (challenges.notice(row.id()).isEmpty() && admitted(row, now)) {
            later(row.accountId(), row.expiresAt(), origin, now).ifPresent(id -> challenges.keepNotice(row.id(), id));
        }
    }

    /// The challenge was answered after all: what failed before is told together with what follows.
    ///
    /// @param entered what the answer led to
    void passed(ChallengeStore.Row row, Entered entered, Origin origin, Instant now) {
        if (!takeBack(row)) {
            return;
        }
        if (entered instanceof MustEnrol mustEnrol) {
            EnrolmentGrant grant = mustEnrol.grant();
            later(row.accountId(), grant.expiresAt(), origin, now).ifPresent(id -> grants.keepNotice(grant.id(), id));
        } else {
            tell(row.accountId(), origin, now);
        }
    }

    /// The enrolment that a sign-in led to is done or put off: so is what failed on the way there.
    void passed(EnrolmentGrant grant, Origin origin, Instant now) {
        if (grants.notice(grant.id()).filter(rooms.outbox()::withdraw).isPresent()) {
            tell(grant.accountId(), origin, now);
        }
    }

    private Optional<String> later(String accountId, Instant leaves, Origin origin, Instant now) {
        return rooms.notices()
                .tellLater(accountId, NoticeEvent.SECOND_STEP_FAILED, origin, new Notices.Times(leaves, now));
    }

    private boolean takeBack(ChallengeStore.Row row) {
        return challenges.notice(row.id()).filter(rooms.outbox()::withdraw).isPresent();
    }

    private boolean admitted(ChallengeStore.Row row, Instant now) {
        return rooms.throttle().admit(FAILED_STEPS, row.accountId(), now) instanceof Admission.Admitted;
    }

    private void tell(String accountId, Origin origin, Instant now) {
        rooms.notices().tell(accountId, NoticeEvent.SECOND_STEP_FAILED, Map.of(), origin, now);
    }
}
