package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.MeBodies.CodesAnswer;
import dev.countersign.doors.api.MeBodies.LabelRequest;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.doors.api.SignInBodies.CodeRequest;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.doors.api.SignInBodies.FactorView;
import dev.countersign.doors.api.SignInBodies.PhoneRequest;
import dev.countersign.doors.api.SignInBodies.TotpRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.passkey.Passkey;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.enrolment.Enroller.BySession;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.NewCodesOutcome;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.signin.Presence.Present;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The account's factors and backup codes.
@ApiDoor
class FactorsApi {
    private static final String FACTORS = "/me/factors";
    private static final int LONGEST_LABEL = 40;

    private final Factors factors;
    private final Passkeys passkeys;
    private final Enrolments enrolments;
    private final BackupCodeSets backupCodes;
    private final EnrolmentCalls calls;
    private final Outcomes outcomes;

    FactorsApi(
            Factors factors,
            Passkeys passkeys,
            Enrolments enrolments,
            BackupCodeSets backupCodes,
            EnrolmentCalls calls,
            Outcomes outcomes) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.enrolments = enrolments;
        this.backupCodes = backupCodes;
        this.calls = calls;
        this.outcomes = outcomes;
    }

    @GetMapping(FACTORS)
    Answer list(SessionCaller caller, Paging paging) {
        Present present = caller.presence();
        List<Wire> items = new ArrayList<>();
        Map<String, Passkey> known = passkeys(present);
        present.factors().stream()
                .map(factor -> Views.factor(factor, known.get(factor.id())))
                .forEach(items::add);
        if (present.backupCodesOf() > 0) {
            items.add(Views.backupCodes(present.backupCodesLeft(), present.backupCodesOf()));
        }
        return Answer.ok(paging.of(items, FactorsApi::place));
    }

    private Map<String, Passkey> passkeys(Present present) {
        boolean any = present.factors().stream().anyMatch(factor -> factor.type() == FactorType.PASSKEY);
        return any
                ? passkeys.list(present.account().id()).stream()
                        .collect(Collectors.toMap(Passkey::id, Function.identity()))
                : Map.of();
    }

    /// Backup codes only accompany factors: they come last.
    private static Place place(Wire item) {
        return item instanceof FactorView factor
                ? new Place(factor.enrolledAt(), factor.id())
                : new Place(Instant.EPOCH, "backup-codes");
    }

    @PostMapping(FACTORS + "/totp")
    Answer begin(OwingCaller caller, @Body(optional = true) TotpRequest body) {
        return calls.begin(new BySession(caller.session()), body, caller.origin());
    }

    @PostMapping(FACTORS + "/sms")
    Answer beginSms(OwingCaller caller, @Body PhoneRequest body) {
        return calls.beginSms(new BySession(caller.session()), body, caller.origin());
    }

    @PostMapping(FACTORS + ApiDoor.ID + "/send")
    Answer send(OwingCaller caller, @PathVariable String id, @Body(optional = true) EmptyRequest body) {
        return calls.send(new BySession(caller.session()), id, caller.origin());
    }

    @GetMapping(path = FACTORS + ApiDoor.ID + "/qr.svg", produces = Answer.SVG)
    Answer picture(OwingCaller caller, @PathVariable String id) {
        return calls.picture(new BySession(caller.session()), id);
    }

    @PostMapping(FACTORS + ApiDoor.ID + "/confirm")
    Answer confirm(OwingCaller caller, @PathVariable String id, @Body CodeRequest body) {
        return calls.confirm(new BySession(caller.session()), id, body, caller.origin(), outcomes::confirmed);
    }

    @PatchMapping(FACTORS + ApiDoor.ID)
    Answer rename(SessionCaller caller, @PathVariable String id, @Body LabelRequest body) {
        Fields fields = new Fields();
        String label = fields.name("label", fields.text("label", body.label()), LONGEST_LABEL);
        fields.done();
        if (label == null || !enrolments.rename(caller.session(), id, label)) {
            return Answer.problem(ProblemCode.NOT_FOUND);
        }
        return factors.list(caller.account().id()).stream()
                .filter(factor -> factor.id().equals(id))
                .findFirst()
                .map(factor -> Answer.ok(Views.factor(factor)))
                .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND));
    }

    @DeleteMapping(FACTORS + ApiDoor.ID)
    Answer remove(SessionCaller caller, @PathVariable String id) {
        return switch (enrolments.remove(caller.session(), id, caller.origin())) {
            case RemoveOutcome.Removed _ -> Answer.none();
            case RemoveOutcome.NotFound _ -> Answer.problem(ProblemCode.NOT_FOUND);
            case RemoveOutcome.RequiredByPolicy _ -> Answer.problem(ProblemCode.REQUIRED_BY_POLICY);
            case RemoveOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
        };
    }

    @PostMapping("/me/backup-codes")
    Answer newCodes(SessionCaller caller, @Body(optional = true) EmptyRequest body) {
        return switch (backupCodes.make(caller.session(), caller.origin())) {
            case NewCodesOutcome.Made it -> {
                backupCodes.putAway(caller.session());
                yield Answer.ok(new CodesAnswer(it.codes())).andSecret();
            }
            case NewCodesOutcome.NotAllowed _ ->
                Answer.problem(Problem.of(
                        ProblemCode.NOT_ALLOWED_BY_POLICY,
                        "Backup codes accompany another factor, and the policy must give some."));
            case NewCodesOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case NewCodesOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }
}
