package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ChallengeCaller;
import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.PasskeyBodies.PasskeyOptionsAnswer;
import dev.countersign.doors.api.PasskeyBodies.PasskeySignInRequest;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.factors.passkey.RequestOptions;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.PasskeySignIn;
import dev.countersign.journeys.signin.PasskeySignInOutcome;
import dev.countersign.journeys.signin.PasskeySignIns;
import dev.countersign.journeys.signin.PasskeySignIns.Door;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.StepUps;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;

/// Passkeys as proof: alone, and what to ask the authenticator for the second step and for a step-up, which are
/// answered where codes are.
@ApiDoor
class PasskeyApi {
    private final PasskeySignIns passkeys;
    private final SignIns signIns;
    private final StepUps stepUps;
    private final Outcomes outcomes;

    PasskeyApi(PasskeySignIns passkeys, SignIns signIns, StepUps stepUps, Outcomes outcomes) {
        this.passkeys = passkeys;
        this.signIns = signIns;
        this.stepUps = stepUps;
        this.outcomes = outcomes;
    }

    @PostMapping("/sign-in/passkey/options")
    Answer options(Anyone caller, @Body(optional = true) EmptyRequest body) {
        Optional<RequestOptions> options = passkeys.options(Door.api(), caller.origin());
        return options.isPresent()
                ? asked(options)
                : passkeys.delayedUntil(caller.origin())
                        .map(until -> Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, until)))
                        .orElseGet(() -> asked(options));
    }

    @PostMapping("/sign-in/passkey")
    Answer signIn(Anyone caller, @Body PasskeySignInRequest body) {
        Fields fields = new Fields();
        String credential = TypedCodes.credential(fields, body.credential());
        String device = body.device();
        if (device != null && !Token.kindOf(device).equals(Optional.of(Token.Kind.DEVICE))) {
            fields.wrong("device", "wrong-shape", "Give a cs_device_… token, or leave this field out.");
        }
        fields.done();
        // As for a password: an app keeps its challenge token itself.
        boolean bindDevice = false;
        PasskeySignIn attempt = new PasskeySignIn(Door.api(), credential, device, bindDevice, caller.origin());
        return switch (passkeys.signIn(attempt)) {
            case SignInOutcome.Entered entered -> outcomes.started(entered);
            case PasskeySignInOutcome.Refused _ -> Answer.problem(ProblemCode.PASSKEY_REFUSED);
            case PasskeySignInOutcome.Expired _ -> Answer.problem(ProblemCode.PASSKEY_EXPIRED);
            case PasskeySignInOutcome.Delayed it ->
                Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case PasskeySignInOutcome.NotOffered _ -> Answer.problem(ProblemCode.FACTOR_NOT_OFFERED);
        };
    }

    @PostMapping("/sign-in/challenge/passkey/options")
    Answer challengeOptions(ChallengeCaller caller, @Body(optional = true) EmptyRequest body) {
        return signIns.challenge(caller.token(), null)
                .map(challenge -> asked(signIns.passkeyOptions(challenge)))
                .orElseGet(() -> Answer.problem(ProblemCode.CHALLENGE_EXPIRED));
    }

    @PostMapping("/me/step-up/passkey/options")
    Answer stepUpOptions(OwingCaller caller, @Body(optional = true) EmptyRequest body) {
        return asked(stepUps.passkeyOptions(caller.session()));
    }

    private static Answer asked(Optional<RequestOptions> options) {
        return options.map(it -> Answer.ok(new PasskeyOptionsAnswer(Json.object(it.json())))
                        .andSecret())
                .orElseGet(() -> Answer.problem(ProblemCode.FACTOR_NOT_OFFERED));
    }
}
