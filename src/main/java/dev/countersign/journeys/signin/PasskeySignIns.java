package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.AcceptOutcome;
import dev.countersign.factors.passkey.AssertionOutcome;
import dev.countersign.factors.passkey.PasskeyAnswer;
import dev.countersign.factors.passkey.PasskeyDemand;
import dev.countersign.factors.passkey.PasskeyLookup;
import dev.countersign.factors.passkey.PasskeyProof;
import dev.countersign.factors.passkey.PasskeyQuestion;
import dev.countersign.factors.passkey.RequestOptions;
import dev.countersign.factors.passkey.UnknownCredential;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.signin.SessionIssuer.Entrant;
import dev.countersign.people.account.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signing in with a passkey alone: possession and, since user verification is needed, the person too. It is issued
/// by [SessionIssuer] like every other sign-in.
public final class PasskeySignIns {
    private final SignInRooms rooms;
    private final SignInJourney journey;

    /// The journey through those rooms.
    public PasskeySignIns(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.journey = journey;
    }

    /// Where somebody signs in. What was asked at one door is not answered at another, and what one browser was asked
    /// is answered by no other: nobody signs a stranger's browser in with an answer of their own.
    public record Door(String holder) {
        /// Apps keep no cookie: a challenge is known to the one that asked for it.
        public static Door api() {
            return new Door("api");
        }

        /// A page, in the browser that keeps this secret.
        public static Door page(String secret) {
            return new Door("page:" + Token.hash(secret));
        }

        private PasskeyQuestion question() {
            return PasskeyQuestion.signIn(holder);
        }
    }

    /// Whether browsers have passkeys at this address.
    public boolean offered() {
        return rooms.passkeys().relyingParty().offered();
    }

    /// What to ask the browser; empty where passkeys are not offered, or too many were asked from this network.
    public Optional<RequestOptions> options(Door door, Origin origin) {
        if (!offered()) {
            return Optional.empty();
        }
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> switch (rooms.throttle()
                .admit(Limits.PASSKEY_OPTIONS, origin.network(), now)) {
            case Admission.Admitted ignored ->
                Optional.of(rooms.passkeys().requestOptions(door.question(), PasskeyDemand.verified(), now));
            case Admission.Delayed ignored -> Optional.<RequestOptions>empty();
            case Admission.LockedOut ignored -> Optional.<RequestOptions>empty();
        });
    }

    /// Until when no options are given to that network, if they are not now.
    public Optional<Instant> delayedUntil(Origin origin) {
        return rooms.throttle()
                .blockedUntil(
                        Limits.PASSKEY_OPTIONS, origin.network(), rooms.clock().instant());
    }

    /// Signs in with what the browser answered.
    public PasskeySignInOutcome signIn(PasskeySignIn attempt) {
        if (!offered()) {
            return new PasskeySignInOutcome.NotOffered();
        }
        Instant before = rooms.clock().instant();
        PasskeyAnswer answer = PasskeyAnswer.read(attempt.credential());
        Counted counted = rooms.db().inTransaction(() -> count(attempt, answer, before));
        return switch (counted.admission()) {
            case Admission.Delayed(Instant until) -> new PasskeySignInOutcome.Delayed(until);
            case Admission.LockedOut(Instant until) -> new PasskeySignInOutcome.Delayed(until);
            case Admission.Admitted(Reservation reservation) -> check(attempt, counted.lookup(), reservation);
        };
    }

    /// An attempt that was counted, and what it is of where it may go on.
    private record Counted(Admission admission, PasskeyLookup lookup) {}

    private Counted count(PasskeySignIn attempt, PasskeyAnswer answer, Instant now) {
        Admission admission =
                rooms.throttle().admit(Limits.PASSKEY, attempt.origin().network(), now);
        PasskeyLookup lookup = admission instanceof Admission.Admitted
                ? rooms.passkeys().lookUp(attempt.door().question(), answer, PasskeyDemand.verified(), now)
                : new PasskeyLookup.Settled(new AssertionOutcome.ChallengeGone());
        return new Counted(admission, lookup);
    }

    private PasskeySignInOutcome check(PasskeySignIn attempt, PasskeyLookup lookup, Reservation reservation) {
        AssertionOutcome checked = rooms.passkeys().check(lookup);
        return rooms.db().inTransaction(() -> {
            Instant now = rooms.clock().instant();
            return switch (checked) {
                case AssertionOutcome.Proven(PasskeyProof proof) -> accept(attempt, proof, reservation, now);
                case AssertionOutcome.ChallengeGone() -> {
                    rooms.throttle().giveBack(reservation);
                    yield new PasskeySignInOutcome.Expired();
                }
                case AssertionOutcome.UnknownPasskey(UnknownCredential credential) ->
                    refused(attempt, null, "unknown", credential, now);
                case AssertionOutcome.Malformed() -> refused(attempt, null, "malformed", null, now);
                case AssertionOutcome.NotTheirs() -> refused(attempt, null, "not-theirs", null, now);
                case AssertionOutcome.Refused refused ->
                    refused(attempt, refused.accountId(), refused.fault().word(), null, now);
            };
        });
    }

    private PasskeySignInOutcome accept(
            PasskeySignIn attempt, PasskeyProof proof, Reservation reservation, Instant now) {
        Optional<Account> found = rooms.accounts().byId(proof.accountId());
        if (found.isEmpty()) {
            return refused(attempt, null, "gone", null, now);
        }
        // "This wasn't me" voids the password: whoever was in the account and made a passkey does not come back by it.
        if (rooms.passwords().hashOf(proof.accountId()).isEmpty()) {
            return refused(attempt, proof.accountId(), "password-void", null, now);
        }
        return switch (rooms.passkeys().accept(proof, now)) {
            case AcceptOutcome.Accepted ignored
            when rooms.passkeys().demandsPassword(proof.accountId(), proof.passkeyId()) ->
                refused(attempt, proof.accountId(), "password-first", null, now);
            // A key that was enrolled without a PIN takes one from whoever finds it: what it says of the person counts
            // from the first time that it says so together with the password.
            case AcceptOutcome.Accepted accepted
            when !accepted.passkey().userVerified() ->
                refused(attempt, proof.accountId(), "verification-first", null, now);
            case AcceptOutcome.Accepted accepted
            when accepted.userVerified() -> {
                rooms.throttle().giveBack(reservation);
                yield enter(attempt, proof, now);
            }
            case AcceptOutcome.Accepted ignored -> refused(attempt, proof.accountId(), "user-verification", null, now);
            case AcceptOutcome.Cloned ignored -> {
                PasskeyAnswers.tellOfCopy(rooms, proof, attempt.origin(), now);
                yield refused(attempt, proof.accountId(), "copied", null, now);
            }
            case AcceptOutcome.Gone() -> refused(attempt, proof.accountId(), "gone", null, now);
        };
    }

    /// The account is read after the proof was accepted: a reset that removes passkeys waits for this, or goes
    /// first and leaves nothing to accept.
    private SignInOutcome.Entered enter(PasskeySignIn attempt, PasskeyProof proof, Instant now) {
        Account account = rooms.accounts().byId(proof.accountId()).orElseThrow();
        new WaitingRecoveries(rooms).provenBy(FactorType.PASSKEY, account.id(), account.epoch(), attempt.origin(), now);
        List<Evidence> evidence = List.of(Evidence.passkey(now, proof.deviceBound(), true));
        Entrant entrant =
                new Entrant(account, evidence, null, null, attempt.bindDevice(), false, false, attempt.origin());
        return journey.issuer().enter(journey.onDevice(entrant, attempt.deviceToken(), attempt.bindDevice(), now), now);
    }

    private PasskeySignInOutcome refused(
            PasskeySignIn attempt,
            @Nullable String accountId,
            String reason,
            @Nullable UnknownCredential unknown,
            Instant now) {
        rooms.audit().record(new AuditEvent.SignInFailed(accountId, "", "passkey-" + reason), attempt.origin(), now);
        return new PasskeySignInOutcome.Refused(unknown);
    }
}
