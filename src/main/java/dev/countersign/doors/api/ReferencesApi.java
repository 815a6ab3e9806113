package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceCodesAnswer;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceConfirmRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceConfirmedAnswer;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceEnrolmentRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceEnrolmentView;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceFactorView;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceView;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.journeys.reference.BeginReferenceOutcome;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome;
import dev.countersign.journeys.reference.ReferenceStanding;
import dev.countersign.journeys.reference.References;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// People as a verify-only application calls them. References stand in bodies, never in addresses, which logs keep.
@ApiDoor
class ReferencesApi {
    private static final int LONGEST_REFERENCE = 200;
    private static final int LONGEST_LABEL = 80;

    private final References references;
    private final Outcomes outcomes;

    ReferencesApi(References references, Outcomes outcomes) {
        this.references = references;
        this.outcomes = outcomes;
    }

    /// A reference as it was given: every character counts.
    static String reference(Fields fields, @Nullable String value) {
        return given(fields, "reference", value, LONGEST_REFERENCE);
    }

    /// A text of 1 to so many characters as it was given, without control characters.
    static String given(Fields fields, String field, @Nullable String value, int most) {
        String text = fields.text(field, value);
        if (value != null) {
            if (text.isEmpty() || text.codePointCount(0, text.length()) > most) {
                fields.wrong(field, "wrong-length", "Give 1 to " + most + " characters.");
            } else if (text.chars().anyMatch(Character::isISOControl)) {
                fields.wrong(field, "wrong-characters", "This field cannot hold control characters.");
            }
        }
        return text;
    }

    private static String only(ReferenceRequest body) {
        Fields fields = new Fields();
        String reference = reference(fields, body.reference());
        fields.done();
        return reference;
    }

    @PostMapping("/verify/references/look-up")
    Answer look(VerifyAppCaller caller, @Body ReferenceRequest body) {
        ReferenceStanding standing = references.standing(caller.app(), only(body));
        return Answer.ok(new ReferenceView(
                standing.enrolled(),
                standing.factors().stream().map(ReferencesApi::view).toList(),
                standing.backupCodesLeft(),
                standing.backupCodesOf(),
                standing.lockedUntil()));
    }

    @PostMapping("/verify/references/totp")
    Answer begin(VerifyAppCaller caller, @Body ReferenceEnrolmentRequest body) {
        Fields fields = new Fields();
        String reference = reference(fields, body.reference());
        String label = fields.name("label", body.label(), LONGEST_LABEL);
        fields.done();
        return switch (references.begin(caller.app(), reference, label == null ? reference : label, caller.origin())) {
            case BeginReferenceOutcome.Begun it ->
                Answer.created(new ReferenceEnrolmentView(
                                it.id(), it.secret(), it.uri(), it.expiresAt(), it.attemptsLeft()))
                        .andSecret();
            case BeginReferenceOutcome.EnrolledAlready _ ->
                Answer.problem(Problem.of(
                        ProblemCode.SET_UP_ALREADY, "This reference has an authenticator app. Reset it first."));
        };
    }

    @PostMapping("/verify/references/totp" + ApiDoor.ID + "/confirm")
    Answer confirm(VerifyAppCaller caller, @PathVariable String id, @Body ReferenceConfirmRequest body) {
        Fields fields = new Fields();
        String reference = reference(fields, body.reference());
        String typed = TypedCodes.code(fields, FactorType.TOTP, body.code());
        fields.done();
        String code = TypedCode.digits(typed).orElse("");
        return switch (references.confirm(caller.app(), reference, id, code, caller.origin())) {
            case ConfirmReferenceOutcome.Confirmed it ->
                Answer.ok(new ReferenceConfirmedAnswer(view(it.factor()), it.backupCodes()))
                        .andSecret();
            case ConfirmReferenceOutcome.Incorrect it ->
                Answer.problem(Problem.wrongCode(ProblemCode.INCORRECT_CODE, it.attemptsLeft(), it.clockOff()));
            case ConfirmReferenceOutcome.Expired _ -> Answer.problem(ProblemCode.ENROLMENT_EXPIRED);
            case ConfirmReferenceOutcome.Spent _ -> Answer.problem(ProblemCode.ENROLMENT_SPENT);
            case ConfirmReferenceOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }

    @PostMapping("/verify/references/backup-codes")
    Answer backupCodes(VerifyAppCaller caller, @Body ReferenceRequest body) {
        String reference = only(body);
        try {
            return references
                    .newBackupCodes(caller.app(), reference, caller.origin())
                    .map(codes -> Answer.ok(new ReferenceCodesAnswer(codes)).andSecret())
                    .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND));
        } catch (Busy busy) {
            return outcomes.busy(busy.retryAfter());
        }
    }

    @PostMapping("/verify/references/reset")
    Answer reset(VerifyAppCaller caller, @Body ReferenceRequest body) {
        references.reset(caller.app(), only(body), caller.origin());
        return Answer.none();
    }

    @PostMapping("/verify/references/delete")
    Answer delete(VerifyAppCaller caller, @Body ReferenceRequest body) {
        references.delete(caller.app(), only(body), caller.origin());
        return Answer.none();
    }

    private static ReferenceFactorView view(Factor factor) {
        return new ReferenceFactorView(
                factor.type().word(), factor.enrolledAt(), factor.lastUsedAt(), !factor.usable());
    }
}
