package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.client.Clients;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Sites;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Apps, sites, webhooks and keys of an organisation, its rules and its log, where somebody errs or thinks better of
/// it.
class ManagedThingsTest {
    private static final String APPS = "/organisation/apps";
    private static final String SITES = "/organisation/sites";
    private static final String WEBHOOKS = "/organisation/webhooks";
    private static final String KEYS = "/organisation/keys";
    private static final String AUDIT = "/organisation/audit";
    private static final String SECURITY = "/organisation/security";

    private final PageServer server = PageServer.with();
    private final Organisations organisations = server.bean(Organisations.class);
    private final Visitor owner = server.visitor();
    private String organisation = "";

    @BeforeEach
    void found() {
        organisation = organisations.create(
                "Linden", id(Member.setUp(server, owner)), server.clock().instant());
    }

    private String id(Member member) {
        return server.bean(Accounts.class)
                .byEmail(new EmailAddress(member.email()))
                .orElseThrow()
                .id();
    }

    private Seen registerApp(String... fields) {
        return owner.submit(owner.get(APPS + "/new"), APPS + "/new", fields);
    }

    @Test
    void appWhenAnAddressIsWrongThenItsLineIsNamed() {
        Seen wrong = registerApp(
                "appname",
                "Notes",
                "kind",
                "confidential",
                "redirects",
                "https://notes.example/in\nhttp://notes.example/in");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("Line 2: This is no address that can be used.");
        assertThat(owner.get(APPS + "/new").text()).contains("A person’s email address");
    }

    @Test
    void appWhenRemovedThenIsAskedFirstAndNamedInTheLog() {
        registerApp("appname", "Notes", "kind", "confidential", "redirects", "https://notes.example/in");
        String app = server.bean(Clients.class).of(organisation).getFirst().id();
        String path = APPS + "/" + app + "/remove";
        assertThat(owner.get(APPS + "/" + app).text()).contains("href=\"" + path + "\"");

        Seen asked = owner.get(path);
        assertThat(asked.text()).contains("Remove the app “Notes”?");
        assertThat(server.bean(Clients.class).byId(app))
                .as("looking removes nothing")
                .isPresent();
        assertThat(owner.submit(asked, path).status()).isEqualTo(303);
        assertThat(server.bean(Clients.class).byId(app)).isEmpty();
        assertThat(owner.get(AUDIT).text()).contains("registered the app “Notes”", "removed the app “Notes”");
    }

    @Test
    void removalWhenProofIsOldThenIsAskedBeforeThePageAndLeadsBackToIt() {
        owner.submit(owner.get(SITES + "/new"), SITES + "/new", "sitename", "Wiki", "origins", "https://wiki.example");
        String path = SITES + "/"
                + server.bean(Sites.class).of(organisation).getFirst().id() + "/remove";
        server.clock().advance(Duration.ofMinutes(11));
        Seen proof = owner.get(path);
        assertThat(proof.location()).startsWith("/confirm?return=");
        Seen confirm = owner.get(proof.location());
        assertThat(confirm.text()).as("and giving up leads back to the site").contains("href=\"" + SITES + "\"");
    }

    @Test
    void siteWhenItsAddressIsAnothersThenIsRefusedInOneOrganisationOnly() {
        Seen first = owner.submit(
                owner.get(SITES + "/new"), SITES + "/new", "sitename", "Wiki", "origins", "https://wiki.example");
        assertThat(first.status()).isEqualTo(200);
        Seen second = owner.submit(
                owner.get(SITES + "/new"),
                SITES + "/new",
                "sitename",
                "Wiki again",
                "origins",
                "https://other.example\nhttps://wiki.example");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("Another site of yours is reached at that address.");
        assertThat(server.bean(Sites.class).of(organisation)).hasSize(1);

        Visitor neighbour = server.visitor();
        organisations.create(
                "Elm", id(Member.signedUp(server, neighbour)), server.clock().instant());
        assertThat(neighbour
                        .submit(
                                neighbour.get(SITES + "/new"),
                                SITES + "/new",
                                "sitename",
                                "Wiki",
                                "origins",
                                "https://wiki.example")
                        .status())
                .as("nobody can keep an address from those whose it is")
                .isEqualTo(200);
    }

    @Test
    void siteWhenSavedUnchangedThenDoesNotCollideWithItself() {
        owner.submit(owner.get(SITES + "/new"), SITES + "/new", "sitename", "Wiki", "origins", "https://wiki.example");
        String path = SITES + "/"
                + server.bean(Sites.class).of(organisation).getFirst().id();
        assertThat(owner.submit(owner.get(path), path, "sitename", "Wiki 2", "origins", "https://wiki.example")
                        .status())
                .isEqualTo(303);
        assertThat(server.bean(Sites.class).of(organisation).getFirst().terms().name())
                .isEqualTo("Wiki 2");
    }

    @Test
    void adminWhenOpeningAnOwnersFormThenIsToldAtOnceAndAskedForNoCode() {
        Visitor admin = server.visitor();
        organisations.join(
                id(Member.signedUp(server, admin)),
                organisation,
                Role.ADMIN,
                true,
                server.clock().instant());
        server.clock().advance(Duration.ofMinutes(11));
        for (String form : new String[] {KEYS, WEBHOOKS, APPS, SITES, "/organisation/verify-apps"}) {
            assertThat(admin.get(form + "/new").status()).as(form).isEqualTo(403);
            assertThat(admin.get(form).status()).as(form).isEqualTo(200);
        }
    }

    @Test
    void addressWhenItNamesAnOrganisationThenIsNeverAboutAnother() {
        assertThat(owner.get(AUDIT + "?organisation=" + organisation).status()).isEqualTo(200);
        for (String page : new String[] {AUDIT, SECURITY, "/organisation/users", "/organisation/overview"}) {
            assertThat(owner.get(page + "?organisation=01980000-0000-7000-8000-000000000000")
                            .status())
                    .as(page)
                    .isEqualTo(404);
        }
        assertThat(owner.get("/organisation/audit.csv?organisation=x").status()).isEqualTo(404);
    }

    @Test
    void logWhenTheFilterCannotBeReadThenNothingIsShownNorExported() {
        Seen wrong = owner.get(AUDIT + "?from=yesterday&type=nonsense");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text())
                .contains("Give a day like 2026-11-26.", "There is no such type of event.", "Nothing was searched")
                .doesNotContain("made the organisation");
        assertThat(owner.get(AUDIT + "?from=2026-02-02&to=2026-02-01").text())
                .contains("The first day is after the last one.");
        Seen export = owner.get("/organisation/audit.csv?from=yesterday");
        assertThat(export.location()).isEqualTo(AUDIT + "?from=yesterday");
        assertThat(owner.get(AUDIT + "?type=audit-exported").text()).contains("Nothing matches.");
        assertThat(owner.get("/settings/security/activity?to=2026-13-01").status())
                .isEqualTo(422);
    }

    @Test
    void rulesWhenReviewedThenEachChangeIsSaidAndStandsInTheLogInWords() {
        Seen form = owner.get(SECURITY + "?preset=high-assurance");
        String review = SECURITY + "/review?organisation=" + organisation
                + "&enrolment=recommended&graceDays=0&by-totp=1&by-passkey=1&preferred=passkey&emailCode=off"
                + "&mayTurnOff=true&backupCodes=8&rememberDevice=off&rememberDays=180&devicesPerAccount=10"
                + "&accountsPerDevice=10&session=130&unit=minutes&idleMinutes=60&adminIdleMinutes=15&aal2Hours=12"
                + "&resetBy=admin&resetWaitHours=24&recovery=off&recoveryWaitHours=72";
        assertThat(form.status()).isEqualTo(200);
        Seen asked = owner.get(review);
        assertThat(asked.text())
                .contains(
                        "a session ends after 130 minutes",
                        "Backup codes in a set",
                        "8 (was: 10)",
                        "Passkey (was: ",
                        "1 hour (was: No limit)",
                        "1 day (was: No wait)",
                        "Never (was: Asked for without a second step)");
        assertThat(owner.submit(asked, SECURITY).status()).isEqualTo(303);
        assertThat(owner.get(AUDIT).text())
                .contains("changed the security rules: Allowed methods, Mailed code on a new device", "8 (was: 10)")
                .doesNotContain("[{", "&quot;field&quot;");
        assertThat(owner.get(review).text()).contains("These rules hold already: nothing changes.");
    }

    @Test
    void rulesWhenWhatIsOfferedFirstIsNotAllowedThenIsSaidAtTheField() {
        String path = SECURITY + "/review?organisation=" + organisation
                + "&enrolment=recommended&graceDays=0&by-totp=1&preferred=%s&emailCode=off"
                + "&backupCodes=8&rememberDevice=off&rememberDays=180&devicesPerAccount=10"
                + "&accountsPerDevice=10&session=1&unit=days&aal2Hours=12&resetBy=admin&resetWaitHours=0"
                + "&recovery=off&recoveryWaitHours=72";
        Seen other = owner.get(path.formatted("sms"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text()).contains("Choose one of the methods that members may use.");
        assertThat(owner.get(path.formatted("carrier-pigeon")).text())
                .contains("Choose one of the answers in the list.");
        assertThat(owner.get(path.formatted("totp")).status()).isEqualTo(200);
    }

    @Test
    void rulesWhenTheOwnerHasNoSecondStepThenIsToldBeforeAnythingIsTyped() {
        Visitor bare = server.visitor();
        organisations.create(
                "Elm", id(Member.signedUp(server, bare)), server.clock().instant());
        assertThat(bare.get(SECURITY).text()).contains("Before you can require it of everyone, set up your own.");
    }
}
