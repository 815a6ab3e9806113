package dev.countersign.doors.api;

import dev.countersign.doors.api.MeBodies.ConfirmedAnswer;
import dev.countersign.doors.api.MeBodies.SessionAnswer;
import dev.countersign.doors.api.SignInBodies.ChallengeAnswer;
import dev.countersign.doors.api.SignInBodies.ChallengeView;
import dev.countersign.doors.api.SignInBodies.EnrolmentRequiredAnswer;
import dev.countersign.doors.api.SignInBodies.FactorView;
import dev.countersign.doors.api.SignInBodies.SentAnswer;
import dev.countersign.doors.api.SignInBodies.SignedInAnswer;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.enrolment.ConfirmOutcome.Confirmed;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.ConfirmedEntry;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.SupportContact;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What came of a step of a sign-in, as the API answers it.
@Component
final class Outcomes {
    private final InstantSource clock;
    private final SignIns signIns;
    private final Installation installation;

    Outcomes(InstantSource clock, SignIns signIns, Installation installation) {
        this.installation = installation;
        this.clock = clock;
        this.signIns = signIns;
    }

    ChallengeView challenge(Challenge it, Token token) {
        return Views.challenge(it, token, signIns.heldUntil(it).orElse(null));
    }

    Answer started(SignInOutcome outcome) {
        return switch (outcome) {
            case SignedIn it -> signedIn(it, null, null);
            case Challenged it ->
                Answer.ok(new ChallengeAnswer(
                                "challenge", challenge(it.challenge(), it.token()), Views.device(it.device())))
                        .andSecret();
            case MustEnrol it -> mustEnrol(it, null, null);
            case SignInOutcome.Suspended _ -> Answer.problem(suspended());
            case SignInOutcome.InvalidCredentials _ -> Answer.problem(ProblemCode.INVALID_CREDENTIALS);
            case SignInOutcome.LinkNeeded _ -> Answer.problem(ProblemCode.LINK_NEEDED);
            case SignInOutcome.Delayed it -> Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case SignInOutcome.Busy it -> busy(it.retryAfter());
        };
    }

    private Problem suspended() {
        SupportContact support = installation.support();
        String whom = Stream.of(support.email(), support.phone(), support.link())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return whom.isEmpty()
                ? Problem.of(ProblemCode.ACCOUNT_SUSPENDED)
                : Problem.of(
                        ProblemCode.ACCOUNT_SUSPENDED,
                        "This account is suspended. Ask your organisation, or: " + whom + ".");
    }

    Answer verified(FactorType factor, VerifyOutcome outcome) {
        boolean passkey = factor == FactorType.PASSKEY;
        return switch (outcome) {
            case SignedIn it -> signedIn(it, null, null);
            case MustEnrol it -> mustEnrol(it, null, null);
            case VerifyOutcome.SteppedUp it ->
                Answer.ok(new SessionAnswer(Views.session(it.session(), it.token())))
                        .andSecret();
            case VerifyOutcome.Incorrect it ->
                Answer.problem(Problem.wrongCode(
                        passkey ? ProblemCode.INCORRECT_PASSKEY : ProblemCode.INCORRECT_CODE,
                        it.attemptsLeft(),
                        it.clockOff()));
            case VerifyOutcome.UnknownPasskey it ->
                Answer.problem(Problem.wrongCode(ProblemCode.INCORRECT_PASSKEY, it.attemptsLeft(), null));
            case VerifyOutcome.AlreadyUsed it ->
                Answer.problem(Problem.wrongCode(ProblemCode.CODE_ALREADY_USED, it.attemptsLeft(), null));
            case VerifyOutcome.CodeExpired it ->
                Answer.problem(Problem.wrongCode(
                        passkey ? ProblemCode.PASSKEY_EXPIRED : ProblemCode.CODE_EXPIRED, it.attemptsLeft(), null));
            case VerifyOutcome.Expired _ -> Answer.problem(ProblemCode.CHALLENGE_EXPIRED);
            case VerifyOutcome.Spent _ -> Answer.problem(ProblemCode.CHALLENGE_SPENT);
            case VerifyOutcome.LockedOut it -> Answer.problem(Problem.retry(ProblemCode.LOCKED_OUT, it.until()));
            case VerifyOutcome.NotOffered _ -> Answer.problem(ProblemCode.FACTOR_NOT_OFFERED);
            case VerifyOutcome.Busy it -> busy(it.retryAfter());
        };
    }

    /// A code of a challenge or an enrolment, asked for; `over` is what to say where that is over.
    static Answer sent(SendOutcome outcome, ProblemCode over) {
        return switch (outcome) {
            case SendOutcome.Sent it -> Answer.accepted(new SentAnswer(it.hint(), it.nextSendAt(), it.late()));
            case SendOutcome.TooSoon it -> Answer.problem(Problem.retry(ProblemCode.SEND_TOO_SOON, it.retryAt()));
            case SendOutcome.Limited it -> Answer.problem(Problem.retry(ProblemCode.SEND_LIMIT, it.retryAt()));
            case SendOutcome.LockedOut it -> Answer.problem(Problem.retry(ProblemCode.LOCKED_OUT, it.until()));
            case SendOutcome.NotOffered _ -> Answer.problem(ProblemCode.FACTOR_NOT_OFFERED);
            case SendOutcome.Expired _ -> Answer.problem(over);
        };
    }

    /// An enrolment before there was a session, confirmed.
    Answer entered(ConfirmedEntry entry, FactorView factor, List<String> backupCodes) {
        List<String> codes = backupCodes.isEmpty() ? null : backupCodes;
        return switch (entry) {
            case SignedIn it -> signedIn(it, factor, codes);
            case MustEnrol it -> mustEnrol(it, factor, codes);
        };
    }

    /// An enrolment by a session, confirmed.
    Answer confirmed(Confirmed it) {
        FactorView factor = Views.factor(it.factor());
        return switch (it.entry()) {
            case SignedIn entry ->
                Answer.ok(new ConfirmedAnswer(
                                factor,
                                it.backupCodes().isEmpty() ? null : it.backupCodes(),
                                Views.session(entry.session(), entry.token())))
                        .andSecret();
            case MustEnrol entry -> entered(entry, factor, it.backupCodes());
        };
    }

    private static Answer signedIn(SignedIn it, @Nullable FactorView factor, @Nullable List<String> codes) {
        return Answer.ok(new SignedInAnswer(
                        "signed-in",
                        Views.session(it.session(), it.token()),
                        Views.account(it.account()),
                        Views.device(it.device()),
                        Views.owed(it.owes()),
                        factor,
                        codes))
                .andSecret();
    }

    private static Answer mustEnrol(MustEnrol it, @Nullable FactorView factor, @Nullable List<String> codes) {
        return Answer.ok(new EnrolmentRequiredAnswer(
                        "enrolment-required",
                        Views.enrolment(it.grant(), it.token()),
                        Views.device(it.device()),
                        factor,
                        codes))
                .andSecret();
    }

    Answer busy(Duration retryAfter) {
        return Answer.problem(Problem.retry(ProblemCode.BUSY, clock.instant().plus(retryAfter)));
    }

    static Answer stepUpRequired() {
        return Answer.problem(Problem.stepUp(Session.FRESH));
    }
}
