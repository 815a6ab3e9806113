package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.QuestionCaller;
import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.doors.api.VerifyAppBodies.QuestionAnswerRequest;
import dev.countersign.doors.api.VerifyAppBodies.QuestionRequest;
import dev.countersign.doors.api.VerifyAppBodies.QuestionView;
import dev.countersign.doors.api.VerifyAppBodies.RedeemRequest;
import dev.countersign.doors.api.VerifyAppBodies.RedeemedAnswer;
import dev.countersign.doors.api.VerifyAppBodies.ResultView;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.reference.RedeemReferenceOutcome;
import dev.countersign.journeys.reference.ReferenceChallenges;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome;
import org.springframework.web.bind.annotation.PostMapping;

/// Questions of verify-only applications: asked by the application, answered by whoever has the question's token,
/// and the result redeemed by the application.
@ApiDoor
class VerifyApi {
    private static final int LONGEST_PURPOSE = 200;

    private final ReferenceChallenges challenges;
    private final Outcomes outcomes;

    VerifyApi(ReferenceChallenges challenges, Outcomes outcomes) {
        this.challenges = challenges;
        this.outcomes = outcomes;
    }

    @PostMapping("/verify/challenges")
    Answer open(VerifyAppCaller caller, @Body QuestionRequest body) {
        Fields fields = new Fields();
        String reference = ReferencesApi.reference(fields, body.reference());
        String purpose = ReferencesApi.given(fields, "purpose", body.purpose(), LONGEST_PURPOSE);
        fields.done();
        ReferenceChallenges.Opened opened = challenges.open(caller.app(), reference, purpose, caller.origin());
        return Answer.created(new QuestionView(
                        opened.token().text(),
                        ReferenceChallenges.TAKEN.stream().map(FactorType::word).toList(),
                        opened.attemptsLeft(),
                        opened.expiresAt()))
                .andSecret();
    }

    @PostMapping("/verify/challenges/answer")
    Answer answer(QuestionCaller caller, @Body QuestionAnswerRequest body) {
        Fields fields = new Fields();
        FactorType factor = FactorType.of(fields.text("factor", body.factor())).orElse(FactorType.PASSWORD);
        if (body.factor() != null && !ReferenceChallenges.TAKEN.contains(factor)) {
            fields.wrong("factor", "unknown", "There is no such factor.");
        }
        String code = TypedCodes.code(fields, factor, body.code());
        fields.done();
        return switch (challenges.verify(
                new ReferenceChallenges.Answered(caller.token(), factor, code, caller.origin()))) {
            case ReferenceVerifyOutcome.Verified it ->
                Answer.ok(new ResultView(it.result().text(), it.until())).andSecret();
            case ReferenceVerifyOutcome.Incorrect it ->
                Answer.problem(Problem.wrongCode(ProblemCode.INCORRECT_CODE, it.attemptsLeft(), it.clockOff()));
            case ReferenceVerifyOutcome.AlreadyUsed it ->
                Answer.problem(Problem.wrongCode(ProblemCode.CODE_ALREADY_USED, it.attemptsLeft(), null));
            case ReferenceVerifyOutcome.Expired _ -> Answer.problem(ProblemCode.CHALLENGE_EXPIRED);
            case ReferenceVerifyOutcome.Spent _ -> Answer.problem(ProblemCode.CHALLENGE_SPENT);
            case ReferenceVerifyOutcome.LockedOut it ->
                Answer.problem(Problem.retry(ProblemCode.LOCKED_OUT, it.until()));
            case ReferenceVerifyOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }

    @PostMapping("/verify/results/redeem")
    Answer redeem(VerifyAppCaller caller, @Body RedeemRequest body) {
        Fields fields = new Fields();
        String result = fields.text("result", body.result());
        if (body.result() != null
                && Token.kindOf(result).filter(Token.Kind.VERIFY_RESULT::equals).isEmpty()) {
            fields.wrong("result", "wrong-shape", "Give a cs_result_… token.");
        }
        String reference = ReferencesApi.reference(fields, body.reference());
        String purpose = ReferencesApi.given(fields, "purpose", body.purpose(), LONGEST_PURPOSE);
        fields.done();
        return switch (challenges.redeem(caller.app(), result, reference, purpose, caller.origin())) {
            case RedeemReferenceOutcome.Redeemed it ->
                Answer.ok(new RedeemedAnswer(reference, purpose, it.factor().word(), it.verifiedAt()));
            case RedeemReferenceOutcome.Refused _ -> Answer.problem(ProblemCode.RESULT_REFUSED);
        };
    }
}
