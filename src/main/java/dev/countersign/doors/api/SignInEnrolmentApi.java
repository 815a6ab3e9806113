package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.EnrolmentCaller;
import dev.countersign.doors.api.SignInBodies.CodeRequest;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.doors.api.SignInBodies.PhoneRequest;
import dev.countersign.doors.api.SignInBodies.TotpRequest;
import dev.countersign.journeys.enrolment.Enroller.ByGrant;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.SkipOutcome;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Enrolling a factor where no session may be had before.
@ApiDoor
class SignInEnrolmentApi {
    private static final String ENROLMENT = "/sign-in/enrolment";

    private final Enrolments enrolments;
    private final EnrolmentCalls calls;
    private final Outcomes outcomes;

    SignInEnrolmentApi(Enrolments enrolments, EnrolmentCalls calls, Outcomes outcomes) {
        this.enrolments = enrolments;
        this.calls = calls;
        this.outcomes = outcomes;
    }

    @PostMapping(ENROLMENT + "/totp")
    Answer begin(EnrolmentCaller caller, @Body(optional = true) TotpRequest body) {
        return calls.begin(new ByGrant(caller.grant()), body, caller.origin());
    }

    @PostMapping(ENROLMENT + "/sms")
    Answer beginSms(EnrolmentCaller caller, @Body PhoneRequest body) {
        return calls.beginSms(new ByGrant(caller.grant()), body, caller.origin());
    }

    @PostMapping(ENROLMENT + ApiDoor.ID + "/send")
    Answer send(EnrolmentCaller caller, @PathVariable String id, @Body(optional = true) EmptyRequest body) {
        return calls.send(new ByGrant(caller.grant()), id, caller.origin());
    }

    @GetMapping(path = ENROLMENT + ApiDoor.ID + "/qr.svg", produces = Answer.SVG)
    Answer picture(EnrolmentCaller caller, @PathVariable String id) {
        return calls.picture(new ByGrant(caller.grant()), id);
    }

    @PostMapping(ENROLMENT + ApiDoor.ID + "/confirm")
    Answer confirm(EnrolmentCaller caller, @PathVariable String id, @Body CodeRequest body) {
        return calls.confirm(
                new ByGrant(caller.grant()),
                id,
                body,
                caller.origin(),
                it -> outcomes.entered(it.entry(), Views.factor(it.factor()), it.backupCodes()));
    }

    @PostMapping(ENROLMENT + "/skip")
    Answer skip(EnrolmentCaller caller, @Body(optional = true) EmptyRequest body) {
        return switch (enrolments.skip(caller.grant(), caller.origin())) {
            case SkipOutcome.Skipped it -> outcomes.started(it.signedIn());
            case SkipOutcome.Refused _ -> Answer.problem(ProblemCode.ENROLMENT_REQUIRED);
        };
    }
}
