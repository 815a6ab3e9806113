package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.recovery.Resets.HandOver;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.organisation.SupportContact;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.rules.policy.Preset;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What pages say to people who cannot go on: whom to ask, until when, and what to prove first.
class StuckPagesTest {
    private static final String HELP = "help@linden.example";

    private final PageServer server = PageServer.with();
    private final Organisations organisations = server.bean(Organisations.class);

    @Test
    void supportOfTheOrganisationWhenTheBrowserIsRememberedThenIsOnTheSignInPageAndNowhereElse() {
        Visitor browser = server.visitor();
        Member member = Member.setUp(server, browser);
        String organisation = managed(member);
        rules(organisation, policy -> policy.rememberDevice(Policy.RememberDevice.ALWAYS));
        Visitor known = server.visitor();
        Seen second = known.get(member.signIn(known, "").location());
        assertThat(second.text())
                .as("the page of the second step leads to its help")
                .contains("/verify/help");
        assertThat(known.get("/verify/help").text()).contains(HELP);
        assertThat(known.submit(second, "/verify/app", "onetimecode", member.nextCode())
                        .status())
                .isEqualTo(303);
        known.cookies().keySet().removeIf(name -> name.contains("session"));

        String page = known.get("/sign-in").text();
        assertThat(page).contains(HELP, "Linden &amp; Hart").doesNotContain("accent-", "/assets/logo-");
        assertThat(known.get("/forgot").text()).contains(HELP);
        assertThat(server.visitor().get("/sign-in").text()).doesNotContain(HELP, "Linden");
    }

    @Test
    void supportOfTheOrganisationWhenSuspendedThenIsSaidAfterTheRightPasswordOnly() {
        Member member = Member.setUp(server, server.visitor());
        managed(member);
        server.bean(Accounts.class).suspend(id(member), server.clock().instant());
        Visitor browser = server.visitor();

        Seen told = member.signIn(browser, "");
        assertThat(told.status()).isEqualTo(403);
        assertThat(told.text()).contains("This account is suspended", HELP);
        assertThat(browser.cookies().keySet())
                .noneMatch(name -> name.contains("session") || name.contains("challenge"));
        Seen form = browser.get("/sign-in");
        Seen wrong = browser.submit(form, "/sign-in", "email", member.email(), "password", "not the right one");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).doesNotContain(HELP, "suspended");
    }

    @Test
    void supportOfTheOrganisationWhenBehindAPasswordLinkThenIsThereWhileTheLinkWorks() {
        Member member = Member.setUp(server, server.visitor());
        managed(member);
        String page = "/reset/"
                + server.bean(PasswordChanges.class).newLink(id(member)).text();

        Visitor reader = server.visitor();
        Seen form = reader.get(page);
        assertThat(form.text()).contains(HELP);
        Seen weak = reader.submit(form, page, "password", "password");
        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.text()).contains(HELP);
        assertThat(server.visitor().get(page + "x").text()).doesNotContain(HELP, "Linden");
    }

    @Test
    void pagesOfEnrolmentWhenTheProofIsOldThenAskForItBeforeAnythingIsTyped() {
        Visitor browser = server.visitor();
        Member.setUp(server, browser);
        server.clock().advance(Duration.ofMinutes(11));
        for (String page : new String[] {"/setup/app", "/setup/app/connect", "/setup/passkey"}) {
            Seen seen = browser.get(page + "?return=%2Fsettings%2Fsecurity");
            assertThat(seen.status()).as(page).isEqualTo(303);
            assertThat(seen.location()).as(page).startsWith("/confirm?return=%2Fsetup%2F");
            assertThat(seen.location()).as(page).contains("%252Fsettings%252Fsecurity");
        }
    }

    @Test
    void personWhenOwingAnEnrolmentWithOldProofThenGivesItAndGoesOn() {
        Visitor browser = server.visitor();
        Member member = Member.signedUp(server, browser);
        String organisation = managed(member);
        server.clock().advance(Duration.ofHours(2));
        rules(organisation, policy -> policy.enrolment(Policy.Enrolment.REQUIRED));

        assertThat(browser.get("/settings/security").location()).isEqualTo("/setup");
        Seen asked = browser.get("/setup/app");
        assertThat(asked.location()).startsWith("/confirm");
        Seen form = browser.get(asked.location());
        assertThat(form.status()).as(form.location()).isEqualTo(200);
        Seen proven = browser.submit(form, "/confirm", "password", Member.PASSWORD, "return", "/setup/app");
        assertThat(proven.location()).isEqualTo("/setup/app");
        assertThat(browser.get("/settings/security").location())
                .as("and nothing else")
                .isEqualTo("/setup");
        assertThat(member.connect().location()).isEqualTo("/setup/backup-codes");
    }

    @Test
    void personWhenTheirMethodIsNoLongerAllowedThenIsToldWhichAndWhy() {
        Visitor browser = server.visitor();
        Member member = Member.setUp(server, browser);
        String organisation = managed(member);
        rules(organisation, policy -> policy.factors(FactorType.PASSKEY).preferred(FactorType.PASSKEY));

        assertThat(browser.get("/settings/security").location()).isEqualTo("/setup");
        assertThat(browser.get("/setup").text())
                .contains("no longer allow authenticator apps", "/setup/leave")
                .doesNotContain("requires two-step sign-in");
    }

    @Test
    void personWhenResetThenIsToldThatAndNotOfferedToLeave() {
        Visitor browser = server.visitor();
        Member member = Member.setUp(server, browser);
        managed(member);
        HandOver code = server.bean(Resets.class)
                .reset(id(member), null, "the phone is lost")
                .orElseThrow();
        Visitor anew = server.visitor();
        Seen asked = anew.get(member.signIn(anew, "").location());
        Seen set = anew.submit(asked, "/verify/hand-over", "handovercode", code.code());

        assertThat(set.location()).isEqualTo("/setup");
        assertThat(anew.get("/setup").text())
                .contains("Your two-step sign-in was reset.")
                .doesNotContain("requires two-step sign-in", "/setup/leave");
    }

    @Test
    void dayOfGraceWhenItRunsThenIsOnTheBannerAndTheOverview() {
        Visitor browser = server.visitor();
        Member member = Member.signedUp(server, browser);
        Visitor admin = server.visitor();
        Member boss = Member.setUp(server, admin);
        String organisation = managed(boss);
        organisations.join(
                id(member), organisation, Role.MEMBER, true, server.clock().instant());
        rules(
                organisation,
                policy -> policy.enrolment(Policy.Enrolment.REQUIRED).graceDays(14));
        String day = java.time.format.DateTimeFormatter.ISO_INSTANT
                .format(server.clock().instant().plus(Duration.ofDays(14)))
                .substring(0, 10);

        assertThat(browser.get("/settings/security").text())
                .containsPattern("(?s)<section class=\"note info ask\".*?<time datetime=\"" + day);
        assertThat(admin.get("/organisation/overview?organisation=" + organisation)
                        .text())
                .containsPattern("Required from <time datetime=\"" + day);
        server.clock().advance(Duration.ofDays(14));
        assertThat(browser.get("/settings/security").location()).isEqualTo("/setup");
        assertThat(admin.get("/organisation/overview?organisation=" + organisation)
                        .text())
                .doesNotContain("Required from");
    }

    @Test
    void rulesWhenTwoAdminsAreWantedAndThereAreNoneThenSaySo() {
        Visitor admin = server.visitor();
        Member boss = Member.setUp(server, admin);
        String organisation = managed(boss);
        String page = "/organisation/security?organisation=" + organisation;
        String lacking = "Nobody else here could approve a reset yet";
        assertThat(admin.get(page).text()).doesNotContain(lacking);
        rules(organisation, policy -> policy.resetBy(Policy.ResetBy.TWO_ADMINS));
        assertThat(admin.get(page).text()).contains(lacking);
        for (int n = 0; n < 2; n++) {
            organisations.join(
                    id(Member.signedUp(server, server.visitor())),
                    organisation,
                    Role.ADMIN,
                    true,
                    server.clock().instant());
        }
        assertThat(admin.get(page).text()).contains(lacking);
        server.clock().advance(Duration.ofDays(8));
        assertThat(admin.get(page).text()).doesNotContain(lacking, "could approve a reset");
    }

    private String managed(Member member) {
        String organisation =
                organisations.create("Linden & Hart", id(member), server.clock().instant());
        server.bean(Brands.class)
                .set(
                        organisation,
                        null,
                        new SupportContact(HELP, null, null),
                        server.clock().instant());
        return organisation;
    }

    private void rules(String organisation, UnaryOperator<PolicyBuilder> change) {
        server.bean(SignInRooms.class)
                .policies()
                .set(
                        organisation,
                        change.apply(new PolicyBuilder(Preset.DEFAULT.policy())).build(),
                        server.clock().instant());
    }

    private String id(Member member) {
        return server.bean(Accounts.class)
                .byEmail(new EmailAddress(member.email()))
                .orElseThrow()
                .id();
    }
}
