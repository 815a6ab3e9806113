package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.OrganisationBodies.EraseAnswer;
import dev.countersign.doors.api.OrganisationBodies.NameRequest;
import dev.countersign.doors.api.OrganisationBodies.ReasonRequest;
import dev.countersign.doors.api.OrganisationBodies.TransferRequest;
import dev.countersign.journeys.organisation.OrganisationEnds;
import dev.countersign.journeys.organisation.Suspensions;
import dev.countersign.people.apikey.KeyScope;
import java.util.Objects;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// Keeping a member out, handing an organisation over, and its end.
@ApiDoor
class OrganisationEndsApi {
    private static final String ORGANISATION = "/organisations" + ApiDoor.ID;
    private static final String SUSPENDED = ORGANISATION + "/members" + OrganisationAnswers.ACCOUNT + "/suspended";

    private final Suspensions suspensions;
    private final OrganisationEnds ends;
    private final OrganisationAnswers answers;

    OrganisationEndsApi(Suspensions suspensions, OrganisationEnds ends, OrganisationAnswers answers) {
        this.suspensions = suspensions;
        this.ends = ends;
        this.answers = answers;
    }

    @PutMapping(SUSPENDED)
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer suspend(
            ManagingCaller caller, @PathVariable String id, @PathVariable String accountId, @Body ReasonRequest body) {
        Fields fields = new Fields();
        String reason = fields.text("reason", body.reason());
        fields.done();
        return answers.none(suspensions.suspend(caller.by(), id, accountId, reason, caller.origin()));
    }

    @DeleteMapping(SUSPENDED)
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer reactivate(ManagingCaller caller, @PathVariable String id, @PathVariable String accountId) {
        return answers.none(suspensions.reactivate(caller.by(), id, accountId, caller.origin()));
    }

    @PostMapping(ORGANISATION + "/transfer")
    Answer transfer(SessionCaller caller, @PathVariable String id, @Body TransferRequest body) {
        Fields fields = new Fields();
        String accountId = fields.text("accountId", body.accountId());
        fields.done();
        return answers.none(ends.transfer(caller.session(), id, accountId, caller.origin()));
    }

    @PostMapping(ORGANISATION + "/deletion")
    Answer delete(SessionCaller caller, @PathVariable String id, @Body NameRequest body) {
        Fields fields = new Fields();
        String name = fields.text("name", body.name());
        fields.done();
        return answers.answer(
                ends.delete(caller.session(), id, name, caller.origin()),
                it -> Answer.accepted(new EraseAnswer(Objects.requireNonNull(it.eraseAt()))));
    }

    @DeleteMapping(ORGANISATION + "/deletion")
    Answer keep(SessionCaller caller, @PathVariable String id) {
        return answers.none(ends.keep(caller.session(), id, caller.origin()));
    }
}
