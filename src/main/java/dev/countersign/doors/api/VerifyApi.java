package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.QuestionCaller;
import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.doors.api.VerifyAppBodies.QuestionAnswerRequest;
import dev.countersign.doors.api.VerifyAppBodies.QuestionRequest;
import dev.countersign.doors.api.VerifyAppBodies.QuestionSendRequest;
import dev.countersign.doors.api.VerifyAppBodies.QuestionSentAnswer;
import dev.countersign.doors.api.VerifyAppBodies.QuestionView;
import dev.countersign.doors.api.VerifyAppBodies.RedeemRequest;
import dev.countersign.doors.api.VerifyAppBodies.RedeemedAnswer;
import dev.countersign.doors.api.VerifyAppBodies.ResultView;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.reference.Purpose;
import dev.countersign.journeys.reference.RedeemReferenceOutcome;
import dev.countersign.journeys.reference.ReferenceChallenges;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome;
import dev.countersign.journeys.signin.SendOutcome;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;

/// Questions of verify-only applications: asked by the application, answered by whoever has the question's token,
/// and the result redeemed by the application.
@ApiDoor
class VerifyApi {
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
        String purpose = purpose(fields, body.purpose());
        String locale = ReferencesApi.locale(fields, body.locale());
        fields.done();
        ReferenceChallenges.Opened opened = challenges.open(caller.app(), reference, purpose, locale, caller.origin());
        return Answer.created(new QuestionView(
                        opened.token().text(),
                        challenges.taken().stream().map(FactorType::word).toList(),
                        opened.attemptsLeft(),
                        opened.expiresAt()))
                .andSecret();
    }

    private static String purpose(Fields fields, @Nullable String value) {
        String purpose = ReferencesApi.given(fields, "purpose", value, Purpose.LONGEST);
        if (!purpose.isEmpty() && purpose.length() <= Purpose.LONGEST && !Purpose.allowed(purpose)) {
            fields.wrong(
                    "purpose",
                    "not-plain",
                    "A purpose has words and short numbers, such as: pay 1,250.00 € to Ana Ruiz. It has no links, addresses or telephone numbers.");
        }
        return purpose;
    }

    /// Whoever has the question's token, not only the application, which it need not hand on.
    @PostMapping("/verify/challenges/send")
    Answer send(QuestionCaller caller, @Body QuestionSendRequest body) {
        Fields fields = new Fields();
        FactorType factor = FactorType.of(fields.text("factor", body.factor())).orElse(FactorType.PASSWORD);
        if (body.factor() != null && factor != FactorType.SMS && factor != FactorType.EMAIL) {
            fields.wrong("factor", "unknown", "Codes are sent for sms and email.");
        }
        fields.done();
        return switch (challenges.send(caller.token(), factor, caller.origin())) {
            // Where it goes stays with the application: the answer is the same where there is nowhere to go.
            case SendOutcome.Sent it -> Answer.accepted(new QuestionSentAnswer(it.nextSendAt(), it.late()));
            case SendOutcome other -> Outcomes.sent(other, ProblemCode.CHALLENGE_EXPIRED);
        };
    }

    @PostMapping("/verify/challenges/answer")
    Answer answer(QuestionCaller caller, @Body QuestionAnswerRequest body) {
        Fields fields = new Fields();
        FactorType factor = FactorType.of(fields.text("factor", body.factor())).orElse(FactorType.PASSWORD);
        if (body.factor() != null && !challenges.taken().contains(factor)) {
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
        String purpose = purpose(fields, body.purpose());
        fields.done();
        return switch (challenges.redeem(caller.app(), result, reference, purpose, caller.origin())) {
            case RedeemReferenceOutcome.Redeemed it ->
                Answer.ok(new RedeemedAnswer(reference, purpose, it.factor().word(), it.verifiedAt()));
            case RedeemReferenceOutcome.Refused _ -> Answer.problem(ProblemCode.RESULT_REFUSED);
        };
    }
}
