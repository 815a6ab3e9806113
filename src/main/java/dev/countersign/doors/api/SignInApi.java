package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ChallengeCaller;
import dev.countersign.doors.api.SignInBodies.SendRequest;
import dev.countersign.doors.api.SignInBodies.SignInRequest;
import dev.countersign.doors.api.SignInBodies.VerifyRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignIns;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;

/// Signing in: the password, then the challenge's answer.
@ApiDoor
class SignInApi {
    private final SignIns signIns;
    private final Outcomes outcomes;

    SignInApi(SignIns signIns, Outcomes outcomes) {
        this.signIns = signIns;
        this.outcomes = outcomes;
    }

    @PostMapping("/sign-in")
    Answer start(Anyone caller, @Body SignInRequest body) {
        Fields fields = new Fields();
        String email = fields.text("email", body.email());
        String password = fields.text("password", body.password());
        String device = body.device();
        if (device != null && !Token.kindOf(device).equals(Optional.of(Token.Kind.DEVICE))) {
            fields.wrong("device", "wrong-shape", "Give a cs_device_… token, or leave this field out.");
        }
        fields.done();
        // An app keeps its challenge token itself, where a browser's challenge is bound to its device cookie.
        boolean bindDevice = false;
        return outcomes.started(
                signIns.start(new PasswordSignIn(email, password, device, bindDevice, caller.origin())));
    }

    @PostMapping("/sign-in/challenge/send")
    Answer send(ChallengeCaller caller, @Body SendRequest body) {
        Fields fields = new Fields();
        FactorType factor = TypedCodes.factor(fields, body.factor());
        fields.done();
        return Outcomes.sent(
                signIns.send(caller.token(), null, factor, caller.origin()), ProblemCode.CHALLENGE_EXPIRED);
    }

    @PostMapping("/sign-in/challenge/verify")
    Answer verify(ChallengeCaller caller, @Body VerifyRequest body) {
        Fields fields = new Fields();
        FactorType factor = TypedCodes.factor(fields, body.factor());
        String code = TypedCodes.answer(fields, factor, body.code(), body.credential());
        fields.done();
        boolean remember = Boolean.TRUE.equals(body.remember());
        return outcomes.verified(
                factor, signIns.verify(new Response(caller.token(), factor, code, remember, null, caller.origin())));
    }
}
