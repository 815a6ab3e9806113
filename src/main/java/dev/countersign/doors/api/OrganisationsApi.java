package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.OrganisationBodies.JoiningView;
import dev.countersign.doors.api.OrganisationBodies.ManagingRequest;
import dev.countersign.doors.api.OrganisationBodies.OrganisationRequest;
import dev.countersign.doors.api.OrganisationBodies.PolicyChangeView;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Joinings;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.organisation.PolicyChange;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// Organisations, and the caller's own place in them.
@ApiDoor
class OrganisationsApi {
    private final Memberships memberships;
    private final Joinings joinings;
    private final OrganisationAnswers answers;

    OrganisationsApi(Memberships memberships, Joinings joinings, OrganisationAnswers answers) {
        this.memberships = memberships;
        this.joinings = joinings;
        this.answers = answers;
    }

    @PostMapping("/organisations")
    Answer found(SessionCaller caller, @Body OrganisationRequest body) {
        String name = name(body);
        return answers.answer(
                memberships.found(caller.session(), name, caller.origin()),
                organisation -> Answer.created(OrganisationAnswers.view(organisation)));
    }

    /// What joining would change, for the account that is invited.
    @GetMapping("/invitations/{token}")
    Answer look(SessionCaller caller, @PathVariable String token) {
        return joinings.look(token)
                .map(waiting -> Answer.ok(view(caller, waiting)))
                .orElseGet(() -> Answer.problem(ProblemCode.LINK_EXPIRED));
    }

    private JoiningView view(SessionCaller caller, Joinings.Waiting waiting) {
        boolean mine = waiting.isFor(caller.account());
        List<PolicyChangeView> changes = mine
                ? joinings.changes(caller.account(), waiting).stream()
                        .map(OrganisationsApi::view)
                        .toList()
                : List.of();
        return new JoiningView(
                waiting.into().organisationName(),
                waiting.into().role().word(),
                waiting.into().email(),
                mine,
                changes,
                waiting.invitation().expiresAt(),
                waiting.eraseAt());
    }

    private static PolicyChangeView view(PolicyChange it) {
        return new PolicyChangeView(
                it.kind().word(), it.types().stream().map(FactorType::word).toList(), it.number());
    }

    @PostMapping("/invitations/{token}/accept")
    Answer accept(SessionCaller caller, @PathVariable String token, @Body(optional = true) EmptyRequest body) {
        return answers.none(joinings.accept(caller.session(), token, caller.origin()));
    }

    @PutMapping("/me/managing-organisation")
    Answer manageBy(SessionCaller caller, @Body ManagingRequest body) {
        Fields fields = new Fields();
        String id = fields.text("organisationId", body.organisationId());
        fields.done();
        return answers.none(memberships.manageBy(caller.session(), id, caller.origin()));
    }

    /// Open to somebody whom a policy holds up: leaving is one way out of it.
    @DeleteMapping("/me/organisations" + ApiDoor.ID)
    Answer leave(OwingCaller caller, @PathVariable String id) {
        return answers.none(memberships.leave(caller.session(), id, caller.origin()));
    }

    private static String name(OrganisationRequest body) {
        Fields fields = new Fields();
        String name = fields.text("name", body.name());
        fields.done();
        return name;
    }
}
