package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Invitation.Into;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.rules.policy.Preset;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The pages of a member's life: what a form carries over a step-up, what is offered, and what an invitation says.
class MemberPagesTest {
    private static final String USERS = "/organisation/users";
    private static final Duration STALE = Session.FRESH.plusMinutes(1);

    private final PageServer server = PageServer.with();
    private final Organisations organisations = server.bean(Organisations.class);

    @Test
    void actionsWhenTheProofIsOldThenComeBackToAPageWithTheirButton() {
        String member = id(Member.signedUp(server, server.visitor()));
        Visitor owner = server.visitor();
        String organisation = founded(owner, "Linden");
        organisations.join(member, organisation, Role.MEMBER, true, now());
        String profile = USERS + "/" + member;
        Seen page = owner.get(profile);
        server.clock().advance(STALE);

        Seen role = owner.submit(page, profile, "do", "role", "role", "admin");
        assertThat(role.location())
                .isEqualTo("/confirm?return=" + SeeOther.encoded(profile + "/confirm?do=role&role=admin"));
        assertThat(owner.submit(page, profile, "do", "unlock").location())
                .isEqualTo("/confirm?return=" + SeeOther.encoded(profile + "/confirm?do=unlock"));
        assertThat(owner.get(profile + "/confirm?do=sign-out").location())
                .isEqualTo("/confirm?return=" + SeeOther.encoded(profile + "/confirm?do=sign-out"));
        invitation(organisation, "Linden", "somebody.new@example.com");
        Seen invited = owner.get(USERS + "?status=invited");
        assertThat(owner.submit(invited, "/organisation/invitations", "do", "send")
                        .location())
                .endsWith(SeeOther.encoded(USERS + "?status=invited&notice=press-again"));
        Seen confirmed = owner.submit(
                owner.get("/confirm?return=" + SeeOther.encoded(profile + "/confirm?do=role&role=admin")),
                "/confirm",
                "password",
                Member.PASSWORD);
        assertThat(confirmed.location()).isEqualTo(profile + "/confirm?do=role&role=admin");
        Seen asked = owner.get(confirmed.location());
        assertThat(asked.text()).contains("Change the role of", "to Admin?");
        assertThat(role(member, organisation)).isEqualTo(Role.MEMBER);
        assertThat(owner.submit(asked, profile).location()).isEqualTo(profile + "?notice=role-changed");
        assertThat(role(member, organisation)).isEqualTo(Role.ADMIN);
    }

    @Test
    void invitationWhenTheProofIsOldThenKeepsWhatWasTyped() {
        Visitor owner = server.visitor();
        founded(owner, "Linden");
        Seen page = owner.get(USERS + "/invite");
        server.clock().advance(STALE);

        Seen sent = owner.submit(page, USERS + "/invite", "invited", "new+one@example.com", "role", "admin");

        String back = USERS + "/invite?invited=new%2Bone%40example.com&role=admin";
        assertThat(sent.location()).isEqualTo("/confirm?return=" + SeeOther.encoded(back));
        owner.submit(owner.get(sent.location()), "/confirm", "password", Member.PASSWORD);
        assertThat(owner.get(back).text()).contains("value=\"new+one@example.com\"", "value=\"admin\" selected");
    }

    @Test
    void signOutWhenPressedOnceThenAskedFirst() {
        Visitor person = server.visitor();
        String member = id(Member.signedUp(server, person));
        Visitor owner = server.visitor();
        String organisation = founded(owner, "Linden");
        organisations.join(member, organisation, Role.MEMBER, true, now());
        String profile = USERS + "/" + member;

        assertThat(owner.get(profile).text()).contains(profile + "/confirm?do=sign-out");
        Seen asked = owner.get(profile + "/confirm?do=sign-out");
        assertThat(person.get("/settings/profile").status()).isEqualTo(200);
        assertThat(owner.submit(asked, profile).location()).isEqualTo(profile + "?notice=member-signed-out");
        assertThat(person.get("/settings/profile").status()).isEqualTo(303);
        assertThat(owner.get(profile + "/confirm?do=erase").location()).isEqualTo(profile);
    }

    @Test
    void menuWhenAnAdminLooksAtAnOwnerThenOffersNothingThatWouldBeRefused() {
        Visitor boss = server.visitor();
        String organisation = founded(boss, "Linden");
        String owner = organisations.ownerIds(organisation).getFirst();
        Visitor helper = server.visitor();
        String admin = id(Member.signedUp(server, helper));
        organisations.join(admin, organisation, Role.ADMIN, true, now());

        String page = helper.get(USERS).text();
        assertThat(page)
                .doesNotContain(owner + "/reset", owner + "/suspend", owner + "/remove")
                .doesNotContain(admin + "/reset", admin + "/suspend")
                .contains(admin + "/remove", owner + "/confirm?do=sign-out");
        assertThat(helper.get(USERS + "/" + owner).text())
                .contains("An organisation keeps an owner")
                .doesNotContain("id=\"role\"");
        assertThat(helper.get(USERS + "/" + owner + "/confirm?do=role&role=member")
                        .location())
                .isEqualTo(USERS + "/" + owner);
        assertThat(boss.get(USERS + "/" + owner + "/reset").text())
                .contains("only the operator of this server can reset you")
                .doesNotContain("name=\"reason\"");
    }

    @Test
    void organisationsWhenTheyHaveOneNameThenAreToldApart() {
        Visitor owner = server.visitor();
        String first = founded(owner, "Linden");
        String person = organisations.ownerIds(first).getFirst();
        String second = organisations.create(" linden ", person, now());
        organisations.create("Hart", person, now());

        assertThat(owner.get("/settings/organisations").text())
                .contains("Linden (" + first.substring(30) + ")", "(" + second.substring(30) + ")", "Shown now")
                .doesNotContain("Hart (");
    }

    @Test
    void accountWhenItsOwnerIsTheOnlyOneOfAnOrganisationThenTheWaysOutAreLinks() {
        Visitor owner = server.visitor();
        String organisation = founded(owner, "Linden");

        Seen page = owner.get("/settings/delete");
        assertThat(page.text())
                .contains(USERS + "?organisation=" + organisation, "/organisation/delete?organisation=" + organisation);
        assertThat(owner.get("/organisation/delete?organisation=" + organisation)
                        .text())
                .contains("Delete Linden?");
    }

    @Test
    void invitationWhenOpenedByWhoeverJoinedWithItThenSaysSo() {
        Visitor owner = server.visitor();
        String organisation = founded(owner, "Linden");
        Visitor guest = server.visitor();
        Member person = Member.signedUp(server, guest);
        String link = invitation(organisation, "Linden", person.email());
        founded(guest, "Their own");
        String viewed = guest.cookies().get("countersign_organisation");

        Visitor stranger = server.visitor();
        Member.signedUp(server, stranger);
        assertThat(stranger.get(link).text())
                .contains("Sign in as", "/accounts?return=" + link, "Sign out here and come back");
        assertThat(stranger.submit(stranger.get(link), "/sign-out").location()).isEqualTo(link);

        assertThat(guest.submit(guest.get(link), link + "/join").location())
                .isEqualTo("/settings/organisations?notice=organisation-joined");
        assertThat(guest.cookies().get("countersign_organisation")).isEqualTo(viewed);
        assertThat(guest.get(link).text()).contains("You have already joined Linden");
        assertThat(stranger.get(link).status()).isEqualTo(410);
    }

    @Test
    void invitationWhenTheOrganisationIsGoingThenSaysSoAndLetsNobodyIn() {
        Visitor guest = server.visitor();
        Member person = Member.signedUp(server, guest);
        Visitor owner = server.visitor();
        String organisation = founded(owner, "Linden");
        String known = invitation(organisation, "Linden", person.email());
        String unknown = invitation(organisation, "Linden", "nobody.yet@example.com");
        Seen before = guest.get(known);
        organisations.eraseAt(organisation, now().plus(Duration.ofDays(14)));

        assertThat(guest.get(known).text()).contains("going to be deleted").doesNotContain(known + "/join");
        assertThat(server.visitor().get(unknown).text()).contains("going to be deleted");
        assertThat(guest.submit(before, known + "/join").status()).isEqualTo(403);
        assertThat(organisations.membership(id(person), organisation)).isEmpty();
        Seen invite = owner.get(USERS + "/invite");
        assertThat(owner.submit(invite, USERS + "/invite", "invited", "x@example.com", "role", "member")
                        .text())
                .contains("going to be deleted");
    }

    @Test
    void setUpWhenAnOrganisationAsksForItThenItIsNamedWithItsDate() {
        Member.signedUp(server, server.visitor());
        Visitor owner = server.visitor();
        String organisation = founded(owner, "Linden");
        policy(organisation, p -> p.enrolment(Policy.Enrolment.REQUIRED).graceDays(10));
        assertThat(owner.get("/setup").text())
                .contains("You can skip this until")
                .doesNotContain("Asked for by");

        policy(organisation, p -> p.enrolment(Policy.Enrolment.REQUIRED));
        assertThat(owner.get("/settings/profile").location()).isEqualTo("/setup");
        assertThat(owner.get("/setup").text())
                .contains("The owner of this account requires two-step sign-in for everyone.", "Asked for by: Linden");
    }

    @Test
    void secondStepWhenThereIsOneWayOnlyThenDoesNotSpeakOfAllOfThem() {
        Visitor browser = server.visitor();
        Member person = Member.signedUp(server, browser);
        String organisation = organisations.create("Linden", id(person), now());
        policy(organisation, p -> p.backupCodes(0));
        person.connect();
        Visitor elsewhere = server.visitor();

        Seen asked = elsewhere.get(person.signIn(elsewhere, "").location());
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.text()).contains("Can’t use this?").doesNotContain("Lost all of these?");
    }

    private void policy(String organisation, UnaryOperator<PolicyBuilder> change) {
        server.bean(SignInRooms.class)
                .policies()
                .set(
                        organisation,
                        change.apply(new PolicyBuilder(Preset.DEFAULT.policy())).build(),
                        now());
    }

    private String invitation(String organisation, String name, String email) {
        return "/invitation/"
                + server.bean(Invitations.class)
                        .issue(
                                new EmailAddress(email),
                                new Into(
                                        organisation,
                                        name,
                                        Role.MEMBER,
                                        email,
                                        organisations.ownerIds(organisation).getFirst(),
                                        "none",
                                        now()),
                                now())
                        .token()
                        .text();
    }

    /// A new person's own organisation, looked at in that browser.
    private String founded(Visitor browser, String name) {
        if (browser.get("/settings/organisations/new").status() != 200) {
            Member.signedUp(server, browser);
        }
        Seen made = browser.submit(
                browser.get("/settings/organisations/new"), "/settings/organisations/new", "title", name);
        assertThat(made.status()).isEqualTo(303);
        return browser.cookies().get("countersign_organisation");
    }

    private Role role(String account, String organisation) {
        return organisations.membership(account, organisation).orElseThrow().role();
    }

    private Instant now() {
        return server.clock().instant();
    }

    private String id(Member member) {
        return server.bean(Accounts.class)
                .byEmail(new EmailAddress(member.email()))
                .orElseThrow()
                .id();
    }
}
