package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.doors.api.VerifyAppBodies.PendingContact;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceConfirmRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceConfirmedAnswer;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceEmailRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceEnrolmentRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceEnrolmentView;
import dev.countersign.doors.api.VerifyAppBodies.ReferencePhoneRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.journeys.reference.BeginContactOutcome;
import dev.countersign.journeys.reference.BeginReferenceOutcome;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome;
import dev.countersign.journeys.reference.ReferenceEnrolments;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// How people whom a verify-only application calls by a reference come to have factors.
@ApiDoor
class ReferenceEnrolmentsApi {
    private static final String ONE = "/verify/enrolments" + ApiDoor.ID;
    private static final int LONGEST_LABEL = 80;

    private final ReferenceEnrolments enrolments;
    private final Outcomes outcomes;

    ReferenceEnrolmentsApi(ReferenceEnrolments enrolments, Outcomes outcomes) {
        this.enrolments = enrolments;
        this.outcomes = outcomes;
    }

    @PostMapping("/verify/references/totp")
    Answer begin(VerifyAppCaller caller, @Body ReferenceEnrolmentRequest body) {
        Fields fields = new Fields();
        String reference = ReferencesApi.reference(fields, body.reference());
        String label = fields.name("label", body.label(), LONGEST_LABEL);
        fields.done();
        return switch (enrolments.begin(caller.app(), reference, label == null ? reference : label, caller.origin())) {
            case BeginReferenceOutcome.Begun it ->
                Answer.created(new ReferenceEnrolmentView(
                                it.id(), it.secret(), it.uri(), it.expiresAt(), it.attemptsLeft()))
                        .andSecret();
            case BeginReferenceOutcome.EnrolledAlready _ -> already();
        };
    }

    @PostMapping("/verify/references/sms")
    Answer beginSms(VerifyAppCaller caller, @Body ReferencePhoneRequest body) {
        Fields fields = new Fields();
        String reference = ReferencesApi.reference(fields, body.reference());
        String phone = fields.text("phone", body.phone());
        String locale = ReferencesApi.locale(fields, body.locale());
        fields.done();
        return begun(enrolments.beginSms(caller.app(), reference, phone, locale, caller.origin()));
    }

    @PostMapping("/verify/references/email")
    Answer beginEmail(VerifyAppCaller caller, @Body ReferenceEmailRequest body) {
        Fields fields = new Fields();
        String reference = ReferencesApi.reference(fields, body.reference());
        String email = fields.text("email", body.email());
        String locale = ReferencesApi.locale(fields, body.locale());
        fields.done();
        return begun(enrolments.beginEmail(caller.app(), reference, email, locale, caller.origin()));
    }

    private static Answer begun(BeginContactOutcome outcome) {
        return switch (outcome) {
            case BeginContactOutcome.Begun it ->
                Answer.created(new PendingContact(
                        it.id(), it.hint(), it.nextSendAt(), it.expiresAt(), it.attemptsLeft(), it.late()));
            case BeginContactOutcome.EnrolledAlready _ -> already();
            case BeginContactOutcome.NotANumber it ->
                notThatPhone("not-a-number", "Give a phone number with its country code, like", it.example());
            case BeginContactOutcome.NotMobile it ->
                notThatPhone("not-mobile", "That number gets no text messages. Give one like", it.example());
            case BeginContactOutcome.CountryBarred _ -> Answer.problem(ProblemCode.COUNTRY_NOT_ALLOWED);
            case BeginContactOutcome.NotAnAddress _ ->
                Answer.problem(Problem.validation("email", "not-an-address", "This is no email address."));
            case BeginContactOutcome.NotOffered _ ->
                Answer.problem(Problem.of(ProblemCode.FACTOR_NOT_OFFERED, "This server sends no such messages."));
            case BeginContactOutcome.TooSoon it ->
                Answer.problem(Problem.retry(ProblemCode.SEND_TOO_SOON, it.retryAt()));
            case BeginContactOutcome.Limited it -> Answer.problem(Problem.retry(ProblemCode.SEND_LIMIT, it.retryAt()));
        };
    }

    private static Answer already() {
        return Answer.problem(
                Problem.of(ProblemCode.SET_UP_ALREADY, "This reference has a factor of that kind. Reset it first."));
    }

    private static Answer notThatPhone(String code, String sentence, PhoneNumber.Example example) {
        return Answer.problem(Problem.validation("phone", code, sentence + " " + example.spaced() + "."));
    }

    @PostMapping(ONE + "/send")
    Answer send(VerifyAppCaller caller, @PathVariable String id, @Body ReferenceRequest body) {
        Fields fields = new Fields();
        String reference = ReferencesApi.reference(fields, body.reference());
        fields.done();
        return Outcomes.sent(
                enrolments.send(caller.app(), reference, id, caller.origin()), ProblemCode.ENROLMENT_EXPIRED);
    }

    @PostMapping(ONE + "/confirm")
    Answer confirm(VerifyAppCaller caller, @PathVariable String id, @Body ReferenceConfirmRequest body) {
        Fields fields = new Fields();
        String reference = ReferencesApi.reference(fields, body.reference());
        String typed = TypedCodes.code(fields, FactorType.TOTP, body.code());
        fields.done();
        String code = TypedCode.digits(typed).orElse("");
        return switch (enrolments.confirm(caller.app(), reference, id, code, caller.origin())) {
            case ConfirmReferenceOutcome.Confirmed it ->
                Answer.ok(new ReferenceConfirmedAnswer(ReferencesApi.view(it.factor()), it.backupCodes()))
                        .andSecret();
            case ConfirmReferenceOutcome.Incorrect it ->
                Answer.problem(Problem.wrongCode(ProblemCode.INCORRECT_CODE, it.attemptsLeft(), it.clockOff()));
            case ConfirmReferenceOutcome.CodeExpired it ->
                Answer.problem(Problem.wrongCode(ProblemCode.CODE_EXPIRED, it.attemptsLeft(), null));
            case ConfirmReferenceOutcome.Expired _ -> Answer.problem(ProblemCode.ENROLMENT_EXPIRED);
            case ConfirmReferenceOutcome.Spent _ -> Answer.problem(ProblemCode.ENROLMENT_SPENT);
            case ConfirmReferenceOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }
}
