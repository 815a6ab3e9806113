package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.MeBodies.EmailRequest;
import dev.countersign.doors.api.OrganisationBodies.EraseAnswer;
import dev.countersign.journeys.departure.AccountDeletions;
import dev.countersign.journeys.departure.AccountExports;
import dev.countersign.journeys.departure.DeletionOutcome;
import dev.countersign.journeys.departure.ExportOutcome;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// Leaving for good: the account's data to take along, and its erasure.
@ApiDoor
class DepartureApi {
    private final AccountDeletions deletions;
    private final AccountExports exports;

    DepartureApi(AccountDeletions deletions, AccountExports exports) {
        this.deletions = deletions;
        this.exports = exports;
    }

    /// Its bearer is signed out with everybody else.
    @PostMapping("/me/deletion")
    Answer delete(SessionCaller caller, @Body EmailRequest body) {
        Fields fields = new Fields();
        String email = fields.text("email", body.email());
        fields.done();
        return switch (deletions.ask(caller.session(), email, caller.origin())) {
            case DeletionOutcome.Asked it -> Answer.accepted(new EraseAnswer(it.eraseAt()));
            case DeletionOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case DeletionOutcome.NotConfirmed _ ->
                Answer.problem(Problem.validation("email", "not-yours", "Give the address of your account."));
            case DeletionOutcome.SoleOwner it ->
                Answer.problem(Problem.of(
                        ProblemCode.SOLE_OWNER,
                        "You are the only owner of " + String.join(", ", it.organisations())
                                + ". Hand over or delete each of them first."));
        };
    }

    @DeleteMapping("/me/deletion")
    Answer keep(SessionCaller caller) {
        return deletions.keep(caller.account().id(), caller.account().id(), caller.origin())
                ? Answer.none()
                : Answer.problem(ProblemCode.NOT_GOING);
    }

    @GetMapping("/me/export")
    Answer export(SessionCaller caller) {
        return switch (exports.export(caller.session(), caller.origin())) {
            case ExportOutcome.Ready(var document) ->
                Answer.streamed(Answer.JSON, document::writeTo)
                        .andSecret()
                        .with(Map.of("Content-Disposition", "attachment; filename=\"countersign-account.json\""));
            case ExportOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case ExportOutcome.Delayed it -> Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
        };
    }
}
