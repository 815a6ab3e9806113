package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.Db;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The rest of a member's life, on its pages: kept out and let in again, gone for good; an organisation handed over
/// and deleted; many members at once; and the operator's help for those in no organisation.
@ExtendWith(Chromium.class)
class MemberLifeTest {
    private static final RunningServer SERVER = RunningServer.start();
    private static final String ORGANISATION = "Linden & Hart";
    private static final String USERS = "/organisation/users";

    private final Organisations organisations = SERVER.bean(Organisations.class);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void memberWhenSuspendedThenIsOutEverywhereUntilReactivated() {
        try (Window admin = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member boss = founder(admin);
            Member leaver = joined(Member.enrolled(other), boss);
            String profile = USERS + "/" + leaver.id();
            menu(admin.open(profile)).follow("Suspend").at("/confirm");
            boss.confirm(admin).at(profile + "/suspend");
            admin.says("Suspend Ada Byron?").says("signed out everywhere at once");
            admin.press("Suspend").at(profile + "/suspend").says("Give a reason");
            admin.fill("Reason", "left on 30 November").press("Suspend").at(profile);
            admin.says("Suspended. They are signed out everywhere.").says("it cannot sign in");

            other.open("/settings/security").at("/sign-in");
            leaver.signIn(other).says("This account is suspended").says("Your password is right.");
            assertThat(other.status()).isEqualTo(403);
            admin.open(USERS + "?status=suspended").says("Suspended (1)");
            menu(admin.open(profile)).press("Reactivate").says("Reactivated. They can sign in again.");
            leaver.signInWithCode(other);
        }
    }

    @Test
    void accountWhenDeletedThenCanBeKeptForFourteenDaysAndIsGoneAfterThem() {
        try (Window person = Window.withoutScripts(SERVER)) {
            Member leaver = Member.enrolled(person);
            person.open("/settings/profile").follow("Delete your account").at("/settings/delete");
            person.says("Your account is deleted in 14 days.").press("Delete my account");
            person.says("Type the address of this account.");
            person.fill("Your email address", leaver.email()).press("Delete my account");
            if (person.path().equals("/confirm")) {
                leaver.confirm(person).at("/settings/delete");
                person.fill("Your email address", leaver.email()).press("Delete my account");
            }
            person.at("/sign-in").says("14 days");

            Member.verify(leaver.signIn(person), leaver.phone().nextCode()).at("/settings/delete");
            person.says("Your account will be deleted").follow("Go on").at("/settings/profile");
            person.page().getByText("will be deleted on").first().waitFor();
            person.press("Keep my account").says("Your account stays.");
        }
    }

    @Test
    void organisationWhenHandedOverAndDeletedThenTheNewOwnerKeepsIt() {
        try (Window first = Window.of(SERVER);
                Window second = Window.withoutScripts(SERVER)) {
            Member boss = founder(first);
            Member heir = joined(Member.enrolled(second), boss);
            second.open("/organisation/delete");
            assertThat(second.status()).isEqualTo(403);
            String profile = USERS + "/" + heir.id();
            first.open(profile)
                    .follow("Hand the organisation over to Ada Byron")
                    .at("/confirm");
            boss.confirm(first).at(profile + "/transfer").says("You become an admin.");
            first.press("Hand over").at(profile).says("Handed over. You are an admin now.");
            assertThat(first.link("Hand the organisation over").count()).isZero();
            first.open("/organisation/delete").says("Only an owner may do that.");

            second.open("/organisation/branding").follow("Delete this organisation");
            if (second.path().equals("/confirm")) {
                heir.confirm(second).at("/organisation/delete");
            }
            second.says("Delete Linden & Hart?").press("Delete in 14 days").says("Type the name");
            second.fill("Name of the organisation", ORGANISATION).press("Delete in 14 days");
            second.says("The organisation will be deleted in 14 days.");
            first.open("/settings/security")
                    .says("Linden & Hart will be deleted on")
                    .says("Accounts stay.");
            assertThat(first.button("Keep it Linden & Hart").count())
                    .as("an admin does not keep it")
                    .isZero();
            second.press("Keep it Linden & Hart").says("The organisation stays.");
            first.reload().saysNot("will be deleted");
        }
    }

    @Test
    void membersWhenChosenTogetherThenEachIsServedByItsOwnRule() {
        try (Window admin = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member boss = founder(admin);
            Member one = joined(Member.enrolled(other), boss);
            admin.open(USERS).says("2 members");
            admin.page().getByLabel("What to do").selectOption("sign-out");
            admin.press("Go on").says("Nothing was done");
            admin.open(USERS);
            admin.page().locator("#m-" + one.id()).check();
            admin.page().locator("#m-" + boss.id()).check();
            admin.page().getByLabel("What to do").selectOption("sign-out");
            admin.press("Go on");
            if (admin.path().equals("/confirm")) {
                boss.confirm(admin);
            }
            admin.at(USERS + "/bulk").says("Sign out 2 members everywhere?");
            admin.press("Sign out everywhere").says("Done for 1 member").says("1 was left out");
            admin.follow("Back to the list").at(USERS);
            other.open("/settings/security").at("/sign-in");
        }
    }

    @Test
    void accountWhenInNoOrganisationThenTheOperatorFindsAndHelpsIt() {
        try (Window operator = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member runner = Member.enrolled(operator);
            promote(runner);
            Member person = Member.enrolled(other);
            operator.open("/support").fill("Email address of the account", "nobody@example.com");
            operator.press("Search").says("There is no account");
            operator.fill("Email address of the account", person.email()).press("Search");
            operator.says("Authenticator app").says("10 backup codes left");
            SERVER.clock().advance(Duration.ofMinutes(11));
            String profile = "/support/" + person.id();
            operator.follow("Suspend").at("/confirm");
            runner.confirm(operator).at(profile + "/suspend");
            operator.press("Suspend").says("Give a reason");
            operator.fill("Reason", "asked for it by phone").press("Suspend").at(profile);
            operator.says("Suspended. They are signed out everywhere.");
            other.open("/settings/security").at("/sign-in");
            operator.press("Reactivate").at(profile).says("Reactivated.");
            operator.press("Unlock").says("Unlocked.");
            operator.press("Forget devices").says("All devices are forgotten.");
            operator.follow("Reset two-step sign-in").at(profile + "/reset");
            operator.fill("How did you check?", "showed their passport").press("Reset");
            operator.says("Give them this code yourself.").follow("I have handed it over");
            operator.at(profile).says("not set up");
        }
    }

    private Member founder(Window window) {
        Member boss = Member.enrolled(window);
        organisations.create(ORGANISATION, boss.id(), SERVER.clock().instant());
        SERVER.clock().advance(Duration.ofMinutes(11));
        return boss;
    }

    private Member joined(Member member, Member boss) {
        String id = organisations.memberships(boss.id()).getFirst().organisationId();
        organisations.join(member.id(), id, Role.MEMBER, true, SERVER.clock().instant());
        return member;
    }

    private static void promote(Member member) {
        Db db = SERVER.bean(Db.class);
        db.inTransaction(() -> db.sql()
                .sql("update account set operator = 1 where id = ?")
                .param(member.id())
                .update());
    }

    /// Opens the menu of the page's member.
    private static Window menu(Window window) {
        window.page().locator("main details.drop-end > summary").first().click();
        return window;
    }
}
