package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ChallengeCaller;
import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.RecoveryBodies.RecoveryRequest;
import dev.countersign.doors.api.RecoveryBodies.RecoverySentAnswer;
import dev.countersign.doors.api.RecoveryBodies.RecoveryStandingAnswer;
import dev.countersign.doors.api.RecoveryBodies.RecoveryView;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome;
import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.journeys.recovery.RecoveryStanding;
import dev.countersign.journeys.recovery.StartRecoveryOutcome;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// Account recovery: begun and finished at the second step of a sign-in, cancelled by a session.
@ApiDoor
class RecoveryApi {
    private final Recoveries recoveries;

    RecoveryApi(Recoveries recoveries) {
        this.recoveries = recoveries;
    }

    @GetMapping("/sign-in/challenge/recovery")
    Answer standing(ChallengeCaller caller) {
        return switch (recoveries.standing(caller.token(), null)) {
            case RecoveryStanding.NotOffered _ -> Answer.problem(ProblemCode.NOT_ALLOWED_BY_POLICY);
            case RecoveryStanding.Expired _ -> Answer.problem(ProblemCode.CHALLENGE_EXPIRED);
            case RecoveryStanding.Offered _ -> Answer.ok(new RecoveryStandingAnswer("offered", null));
            case RecoveryStanding.Waits it ->
                Answer.ok(new RecoveryStandingAnswer("waiting", RecoveryView.of(it.waiting())));
            case RecoveryStanding.Ready it ->
                Answer.ok(new RecoveryStandingAnswer("ready", RecoveryView.of(it.waiting())));
        };
    }

    @PostMapping("/sign-in/challenge/recovery")
    Answer start(ChallengeCaller caller, @Body(optional = true) EmptyRequest body) {
        return switch (recoveries.start(caller.token(), null, caller.origin())) {
            case StartRecoveryOutcome.LinkSent it -> Answer.accepted(new RecoverySentAnswer(it.sentTo()));
            case StartRecoveryOutcome.Waits _ -> Answer.problem(ProblemCode.RECOVERY_WAITS);
            case StartRecoveryOutcome.NotOffered _ -> Answer.problem(ProblemCode.NOT_ALLOWED_BY_POLICY);
            case StartRecoveryOutcome.Delayed it ->
                Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case StartRecoveryOutcome.Expired _ -> Answer.problem(ProblemCode.CHALLENGE_EXPIRED);
        };
    }

    @PostMapping("/sign-in/challenge/recovery/finish")
    Answer finish(ChallengeCaller caller, @Body(optional = true) EmptyRequest body) {
        return switch (recoveries.finish(caller.token(), null, caller.origin())) {
            case FinishRecoveryOutcome.Finished _ -> Answer.none();
            case FinishRecoveryOutcome.NotYet it ->
                Answer.problem(Problem.retry(ProblemCode.RECOVERY_WAITS, it.readyAt()));
            case FinishRecoveryOutcome.NotThere _ -> Answer.problem(ProblemCode.NOT_FOUND);
            case FinishRecoveryOutcome.Expired _ -> Answer.problem(ProblemCode.CHALLENGE_EXPIRED);
        };
    }

    /// Behind the mailed link.
    @PostMapping("/recoveries")
    Answer begin(Anyone caller, @Body RecoveryRequest body) {
        Fields fields = new Fields();
        String token = fields.text("token", body.token());
        fields.done();
        return recoveries
                .begin(token, caller.origin())
                .map(waiting -> Answer.ok(RecoveryView.of(waiting)))
                .orElseGet(() -> Answer.problem(ProblemCode.LINK_EXPIRED));
    }

    @GetMapping("/me/recovery")
    Answer waiting(SessionCaller caller) {
        return recoveries
                .of(caller.account())
                .map(waiting -> Answer.ok(RecoveryView.of(waiting)))
                .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND));
    }

    /// By any session, also one that must enrol first.
    @DeleteMapping("/me/recovery")
    Answer cancel(OwingCaller caller) {
        return recoveries.cancel(caller.session(), caller.origin())
                ? Answer.none()
                : Answer.problem(ProblemCode.NOT_FOUND);
    }
}
