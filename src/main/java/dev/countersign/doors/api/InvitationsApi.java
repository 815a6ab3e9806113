package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.OrganisationBodies.InvitationRequest;
import dev.countersign.doors.api.OrganisationBodies.InvitationView;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.journeys.organisation.Invitings;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberLists.Wanted;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.organisation.Invitation;
import dev.countersign.people.organisation.Role;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Invitations into an organisation.
@ApiDoor
class InvitationsApi {
    private static final String PATH = "/organisations" + ApiDoor.ID + "/invitations";
    private static final String ONE = PATH + "/{invitationId:[0-9a-f-]{36}}";

    private final Invitings invitings;
    private final MemberLists lists;
    private final OrganisationAnswers answers;

    InvitationsApi(Invitings invitings, MemberLists lists, OrganisationAnswers answers) {
        this.invitings = invitings;
        this.lists = lists;
        this.answers = answers;
    }

    @PostMapping(PATH)
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer invite(ManagingCaller caller, @PathVariable String id, @Body InvitationRequest body) {
        Fields fields = new Fields();
        String email = fields.text("email", body.email());
        Role role = OrganisationAnswers.role(fields, Objects.requireNonNullElse(body.role(), "member"));
        fields.done();
        return answers.answer(
                invitings.invite(caller.by(), id, email, role, caller.origin()), invited -> invited(201, invited));
    }

    @GetMapping(PATH)
    @Scoped(KeyScope.MEMBERS_READ)
    Answer list(ManagingCaller caller, @PathVariable String id, Paging paging) {
        Wanted wanted = new Wanted(null, "", after(paging), paging.limit() + 1);
        return answers.answer(
                lists.invited(caller.by(), id, wanted),
                open -> Answer.ok(paging.part(
                        open.stream().map(each -> view(each, null)).toList(), each -> place(each.email()))));
    }

    @PostMapping(ONE + "/send")
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer sendAgain(
            ManagingCaller caller,
            @PathVariable String id,
            @PathVariable String invitationId,
            @Body(optional = true) EmptyRequest body) {
        return answers.answer(
                invitings.sendAgain(caller.by(), id, invitationId, caller.origin()), invited -> invited(200, invited));
    }

    @DeleteMapping(ONE)
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer revoke(ManagingCaller caller, @PathVariable String id, @PathVariable String invitationId) {
        return answers.none(invitings.revoke(caller.by(), id, invitationId, caller.origin()));
    }

    private static Answer invited(int status, Invitings.Invited it) {
        InvitationView view = view(it.invitation(), it.link());
        Answer answer = status == 201 ? Answer.created(view) : Answer.ok(view);
        return it.link() == null ? answer : answer.andSecret();
    }

    static InvitationView view(Invitation it, @Nullable String link) {
        Invitation.Into into = Objects.requireNonNull(it.into());
        return new InvitationView(it.id(), into.email(), into.role().word(), into.sentAt(), it.expiresAt(), link);
    }

    /// A place in a list that is in the order of addresses.
    static Place place(String email) {
        return new Place(Instant.EPOCH, new EmailAddress(email).key());
    }

    /// The address that a list goes on after.
    static String after(Paging paging) {
        Place after = paging.after();
        return after == null ? "" : after.id();
    }
}
