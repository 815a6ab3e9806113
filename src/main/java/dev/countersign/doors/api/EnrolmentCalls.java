package dev.countersign.doors.api;

import dev.countersign.doors.api.SignInBodies.CodeRequest;
import dev.countersign.doors.api.SignInBodies.PendingPhone;
import dev.countersign.doors.api.SignInBodies.PhoneRequest;
import dev.countersign.doors.api.SignInBodies.TotpRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.totp.QrCode;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.BeginSmsOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome.Confirmed;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// The calls of an enrolment, which are the same for a session and for somebody who has none yet.
@Component
class EnrolmentCalls {
    private static final String OTHER_APP = "other";

    private final Enrolments enrolments;
    private final BackupCodeSets backupCodes;
    private final Outcomes outcomes;

    EnrolmentCalls(Enrolments enrolments, BackupCodeSets backupCodes, Outcomes outcomes) {
        this.enrolments = enrolments;
        this.backupCodes = backupCodes;
        this.outcomes = outcomes;
    }

    Answer begin(Enroller enroller, TotpRequest body, Origin origin) {
        Fields fields = new Fields();
        String app = fields.name("app", body.app(), 40);
        fields.done();
        return switch (enrolments.beginTotp(enroller, app == null ? OTHER_APP : app, origin)) {
            case BeginOutcome.Begun it ->
                Answer.created(Views.pending(it.pending())).andSecret();
            case BeginOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case BeginOutcome.NotAllowed _ -> Answer.problem(ProblemCode.NOT_ALLOWED_BY_POLICY);
        };
    }

    Answer beginSms(Enroller enroller, PhoneRequest body, Origin origin) {
        Fields fields = new Fields();
        String phone = fields.text("phone", body.phone());
        fields.done();
        return switch (enrolments.beginSms(enroller, phone, origin)) {
            case BeginSmsOutcome.Begun it ->
                Answer.created(
                        new PendingPhone(it.id(), "pending", it.hint(), it.nextSendAt(), it.expiresAt(), it.late()));
            case BeginSmsOutcome.NotANumber it ->
                notThatPhone("not-a-number", "Give a phone number with its country code, like", it.example());
            case BeginSmsOutcome.NotMobile it ->
                notThatPhone("not-mobile", "That number gets no text messages. Give one like", it.example());
            case BeginSmsOutcome.CountryBarred _ -> Answer.problem(ProblemCode.COUNTRY_NOT_ALLOWED);
            case BeginSmsOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case BeginSmsOutcome.NotAllowed _ -> Answer.problem(ProblemCode.NOT_ALLOWED_BY_POLICY);
            case BeginSmsOutcome.TooSoon it -> Answer.problem(Problem.retry(ProblemCode.SEND_TOO_SOON, it.retryAt()));
            case BeginSmsOutcome.Limited it -> Answer.problem(Problem.retry(ProblemCode.SEND_LIMIT, it.retryAt()));
        };
    }

    private static Answer notThatPhone(String code, String sentence, PhoneNumber.Example example) {
        return Answer.problem(Problem.validation("phone", code, sentence + " " + example.spaced() + "."));
    }

    Answer send(Enroller enroller, String id, Origin origin) {
        return Outcomes.sent(enrolments.sendSms(enroller, id, origin), ProblemCode.ENROLMENT_EXPIRED);
    }

    Answer picture(Enroller enroller, String id) {
        return enrolments
                .pendingTotp(enroller)
                .filter(pending -> pending.id().equals(id))
                .map(pending -> Answer.bytes(200, Answer.SVG, svg(QrCode.of(pending.uri())))
                        .andSecret())
                .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND));
    }

    Answer confirm(
            Enroller enroller, String id, CodeRequest body, Origin origin, Function<Confirmed, Answer> confirmed) {
        Fields fields = new Fields();
        String code = TypedCodes.code(fields, FactorType.TOTP, body.code());
        fields.done();
        return switch (enrolments.confirm(enroller, id, code, origin)) {
            case Confirmed it -> {
                putAway(it);
                yield confirmed.apply(it);
            }
            case ConfirmOutcome.Incorrect it ->
                Answer.problem(Problem.wrongCode(ProblemCode.INCORRECT_CODE, it.attemptsLeft(), it.clockOff()));
            case ConfirmOutcome.AlreadyUsed it ->
                Answer.problem(Problem.wrongCode(ProblemCode.CODE_ALREADY_USED, it.attemptsLeft(), null));
            case ConfirmOutcome.CodeExpired it ->
                Answer.problem(Problem.wrongCode(ProblemCode.CODE_EXPIRED, it.attemptsLeft(), null));
            case ConfirmOutcome.Expired _ -> Answer.problem(ProblemCode.ENROLMENT_EXPIRED);
            case ConfirmOutcome.Spent _ -> Answer.problem(ProblemCode.ENROLMENT_SPENT);
            case ConfirmOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case ConfirmOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }

    /// An answer shows codes once: unlike a page, it is not loaded again.
    private void putAway(Confirmed confirmed) {
        if (!confirmed.backupCodes().isEmpty() && confirmed.entry() instanceof SignedIn entered) {
            backupCodes.putAway(entered.session());
        }
    }

    private static byte[] svg(QrCode code) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
                <path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path d="%2$s"/></svg>
                """, code.size(), code.path()).getBytes(StandardCharsets.UTF_8);
    }
}
