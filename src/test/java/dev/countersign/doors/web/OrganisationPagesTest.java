package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.rules.policy.Preset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The pages of an organisation, as they answer those who may not, and forms that were made for another one.
class OrganisationPagesTest {
    private static final String USERS = "/organisation/users";
    private static final String ID = "{id}";
    private static final String SITE = "/organisation/sites/{id:[0-9a-f-]{36}}";
    private static final String APP = "/organisation/apps/{id:[0-9a-f-]{36}}";

    private static final String WEBHOOK = "/organisation/webhooks/{id:[0-9a-f-]{36}}";
    private static final String KEY = "/organisation/keys/{id:[0-9a-f-]{36}}";

    private static final String VERIFY_APP = "/organisation/verify-apps/{id:[0-9a-f-]{36}}";

    /// Every page below `/organisation`, with what its form sends. A page that is added without a row fails.
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("POST /organisation/switch", "open"),
            Map.entry("GET /organisation/overview", ""),
            Map.entry("GET /organisation/overview.csv", ""),
            Map.entry("POST /organisation/overview", "do=remind-all"),
            Map.entry("GET /organisation/audit", ""),
            Map.entry("GET /organisation/audit.csv", ""),
            Map.entry("GET /organisation/audit.ndjson", ""),
            Map.entry("GET /organisation/users", ""),
            Map.entry("GET /organisation/users/invite", ""),
            Map.entry("POST /organisation/users/invite", "invited=x%40example.com&role=member"),
            Map.entry("POST /organisation/invitations", "id=01980000-0000-7000-8000-000000000000&do=revoke"),
            Map.entry("GET /organisation/users/" + ID, ""),
            Map.entry("POST /organisation/users/" + ID, "do=unlock"),
            Map.entry("GET /organisation/users/" + ID + "/confirm", ""),
            Map.entry("GET /organisation/users/" + ID + "/remove", ""),
            Map.entry("POST /organisation/users/" + ID + "/remove", ""),
            Map.entry("GET /organisation/users/" + ID + "/reset", ""),
            Map.entry("POST /organisation/users/" + ID + "/reset", "reason=called"),
            Map.entry("GET /organisation/users/bulk", ""),
            Map.entry("POST /organisation/users/bulk", "do=unlock&who=all"),
            Map.entry("GET /organisation/resets", ""),
            Map.entry("GET /organisation/resets/" + ID + "/approve", ""),
            Map.entry("POST /organisation/resets/" + ID + "/approve", ""),
            Map.entry("GET /organisation/resets/" + ID + "/cancel", ""),
            Map.entry("POST /organisation/resets/" + ID + "/cancel", ""),
            Map.entry("GET /organisation/users/" + ID + "/suspend", ""),
            Map.entry("POST /organisation/users/" + ID + "/suspend", "reason=left"),
            Map.entry("POST /organisation/users/" + ID + "/reactivate", ""),
            Map.entry("GET /organisation/users/" + ID + "/transfer", ""),
            Map.entry("POST /organisation/users/" + ID + "/transfer", ""),
            Map.entry("GET /organisation/delete", ""),
            Map.entry("POST /organisation/delete", "title=x"),
            Map.entry("POST /organisation/keep", ""),
            Map.entry("GET /organisation/security", ""),
            Map.entry("GET /organisation/security/review", ""),
            Map.entry("POST /organisation/security", ""),
            Map.entry("GET /organisation/apps", ""),
            Map.entry("GET /organisation/apps/new", ""),
            Map.entry(
                    "POST /organisation/apps/new",
                    "appname=x&kind=confidential&redirects=https%3A%2F%2Fapp.example%2Fback"),
            Map.entry("GET " + APP, ""),
            Map.entry("POST " + APP, "appname=x&kind=confidential&redirects=https%3A%2F%2Fapp.example%2Fback"),
            Map.entry("POST " + APP + "/secret", ""),
            Map.entry("GET " + APP + "/remove", ""),
            Map.entry("POST " + APP + "/remove", ""),
            Map.entry("GET /organisation/sites", ""),
            Map.entry("GET /organisation/sites/new", ""),
            Map.entry("POST /organisation/sites/new", "sitename=x&origins=https%3A%2F%2Fwiki.example"),
            Map.entry("GET " + SITE, ""),
            Map.entry("POST " + SITE, "sitename=x&origins=https%3A%2F%2Fwiki.example"),
            Map.entry("POST " + SITE + "/secret", ""),
            Map.entry("GET " + SITE + "/remove", ""),
            Map.entry("POST " + SITE + "/remove", ""),
            Map.entry("GET /organisation/verify-apps", ""),
            Map.entry("GET /organisation/verify-apps/new", ""),
            Map.entry("POST /organisation/verify-apps/new", "appname=x"),
            Map.entry("GET " + VERIFY_APP, ""),
            Map.entry("POST " + VERIFY_APP + "/key", ""),
            Map.entry("GET " + VERIFY_APP + "/revoke", ""),
            Map.entry("POST " + VERIFY_APP + "/revoke", ""),
            Map.entry("GET " + VERIFY_APP + "/remove", ""),
            Map.entry("POST " + VERIFY_APP + "/remove", ""),
            Map.entry("GET /organisation/keys", ""),
            Map.entry("GET /organisation/keys/new", ""),
            Map.entry("POST /organisation/keys/new", "keyname=x&scope-members%3Aread=true&days=30"),
            Map.entry("GET " + KEY + "/revoke", ""),
            Map.entry("POST " + KEY + "/revoke", ""),
            Map.entry("GET /organisation/webhooks", ""),
            Map.entry("GET /organisation/webhooks/new", ""),
            Map.entry("POST /organisation/webhooks/new", "url=https%3A%2F%2Fhooks.example%2F&event-member=true"),
            Map.entry("GET " + WEBHOOK, ""),
            Map.entry("POST " + WEBHOOK, "url=https%3A%2F%2Fhooks.example%2F&event-member=true"),
            Map.entry("POST " + WEBHOOK + "/secret", ""),
            Map.entry("POST " + WEBHOOK + "/test", ""),
            Map.entry("POST " + WEBHOOK + "/replay", "message=01980000-0000-7000-8000-000000000000"),
            Map.entry("GET " + WEBHOOK + "/remove", ""),
            Map.entry("POST " + WEBHOOK + "/remove", ""),
            Map.entry("GET /organisation/branding", ""),
            Map.entry("POST /organisation/branding", "title=Other"),
            Map.entry("POST /organisation/branding/logo", "remove=1"));

    private final PageServer server = PageServer.with();
    private final Organisations organisations = server.bean(Organisations.class);

    @Test
    void pagesWhenReadFromTheDispatcherThenEachHasItsRow() {
        TreeSet<String> built = new TreeSet<>();
        server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((info, _) -> {
            for (String pattern : info.getPatternValues()) {
                for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                    if (pattern.startsWith("/organisation/")) {
                        built.add(method + " " + pattern);
                    }
                }
            }
        });
        assertThat(built).isEqualTo(new TreeSet<>(PAGES.keySet()));
    }

    @Test
    void pagesWhenOpenedByAMemberOrAStrangerThenForbiddenOrNotThere() {
        Visitor owner = server.visitor();
        Member boss = Member.signedUp(server, owner);
        String organisation = found(boss);
        Visitor member = server.visitor();
        join(Member.signedUp(server, member), organisation, Role.MEMBER);
        String id = id(boss);
        Visitor stranger = server.visitor();
        Member.signedUp(server, stranger);

        PAGES.forEach((page, form) -> {
            if (form.equals("open")) {
                return;
            }
            expect(member, page, form, id, organisation, 403);
            expect(stranger, page, form, id, organisation, 404);
            Seen nobody = call(server.visitor(), page, form, id, organisation);
            assertThat(nobody.status()).as(page).isEqualTo(page.startsWith("GET") ? 303 : 403);
        });
        assertThat(owner.get(USERS).text()).contains("2 members");
    }

    @Test
    void formWhenMadeForOneOrganisationThenDoesNotActOnAnother() {
        // The owner last, and so fresh.
        Member member = Member.signedUp(server, server.visitor());
        Visitor owner = server.visitor();
        Member boss = Member.signedUp(server, owner);
        String first = found(boss);
        String second = found(boss);
        String id = join(member, first, Role.MEMBER);
        choose(owner, first);
        Seen page = owner.get(USERS + "/" + id + "/remove");
        choose(owner, second);

        assertThat(owner.get(USERS + "/" + id).status()).isEqualTo(404);
        Seen forged = owner.submit(page, USERS + "/" + id + "/remove", "organisation", second);
        assertThat(forged.status()).isEqualTo(404);
        assertThat(organisations.membership(id, first)).isPresent();
        Seen other = owner.submit(page, USERS + "/" + id + "/remove");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text()).contains("You switched organisations", "nothing was done");
        assertThat(organisations.membership(id, first)).isPresent();
        // The page leads back to the organisation that the form was made for.
        assertThat(owner.submit(other, "/organisation/switch", "organisation", first, "return", USERS + "/" + id)
                        .location())
                .isEqualTo(USERS + "/" + id);
        assertThat(owner.submit(page, USERS + "/" + id + "/remove").status()).isEqualTo(303);
        assertThat(organisations.membership(id, first)).isEmpty();
    }

    @Test
    void personWhenAPolicyHoldsThemUpThenMayLeaveInstead() {
        Member boss = Member.signedUp(server, server.visitor());
        String organisation = found(boss);
        Visitor held = server.visitor();
        String id = join(Member.signedUp(server, held), organisation, Role.MEMBER);
        assertThat(held.get("/settings/organisations").status()).isEqualTo(200);
        server.bean(SignInRooms.class)
                .policies()
                .set(
                        organisation,
                        new PolicyBuilder(Preset.DEFAULT.policy())
                                .enrolment(Policy.Enrolment.REQUIRED)
                                .build(),
                        server.clock().instant());

        assertThat(held.get("/settings/organisations").location()).isEqualTo("/setup");
        assertThat(held.get("/setup").text()).contains("/setup/leave");
        Seen page = held.get("/setup/leave");
        assertThat(held.submit(page, "/setup/leave", "organisation", "01980000-0000-7000-8000-000000000000")
                        .status())
                .isEqualTo(404);
        assertThat(held.submit(page, "/setup/leave", "organisation", organisation)
                        .location())
                .isEqualTo("/setup");
        assertThat(organisations.memberships(id)).isEmpty();
        assertThat(held.get("/settings/organisations").status()).isEqualTo(200);
    }

    @Test
    void namesWhenTheyHoldMarkupThenAreText() {
        Visitor owner = server.visitor();
        Member boss = Member.signedUp(server, owner);
        found(boss);
        Seen page = owner.get(USERS);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Ada &lt;b&gt;Byron&lt;/b&gt;").doesNotContain("Ada <b>Byron");
        assertThat(owner.get(USERS + "?q=%3Cscript%3E").text()).doesNotContain("<script>");
        assertThat(owner.get(USERS + "?after=zzzz&status=nothing").status()).isEqualTo(200);
    }

    private void expect(Visitor visitor, String page, String form, String id, String organisation, int status) {
        assertThat(call(visitor, page, form, id, organisation).status())
                .as(page)
                .isEqualTo(status);
    }

    private static Seen call(Visitor visitor, String page, String form, String id, String organisation) {
        String path = page.replaceFirst("^[A-Z]+ ", "")
                .replace(APP, "/organisation/apps/" + ID)
                .replace(SITE, "/organisation/sites/" + ID)
                .replace(KEY, "/organisation/keys/" + ID)
                .replace(VERIFY_APP, "/organisation/verify-apps/" + ID)
                .replace(WEBHOOK, "/organisation/webhooks/" + ID)
                .replace(ID, id);
        if (page.startsWith("GET")) {
            return visitor.get(path + "?organisation=" + organisation);
        }
        Seen own = visitor.get("/settings/organisations/new");
        Map<String, String> hidden =
                own.status() == 200 ? own.form("/settings/organisations/new") : new LinkedHashMap<>();
        StringBuilder body = new StringBuilder("organisation=" + organisation);
        hidden.forEach(
                (name, value) -> body.append('&').append(name).append('=').append(value));
        return visitor.post(path, form.isEmpty() ? body.toString() : body + "&" + form);
    }

    private static void choose(Visitor owner, String organisation) {
        Seen page = owner.get("/settings/organisations");
        Map<String, String> form = new LinkedHashMap<>(page.form("/organisation/switch"));
        form.put("organisation", organisation);
        assertThat(owner.post("/organisation/switch", form).status()).isEqualTo(303);
        assertThat(List.of(organisation)).contains(owner.cookies().get("countersign_organisation"));
    }

    private String found(Member boss) {
        return organisations.create("Linden & Hart", id(boss), server.clock().instant());
    }

    private String join(Member member, String organisation, Role role) {
        String id = id(member);
        organisations.join(id, organisation, role, true, server.clock().instant());
        return id;
    }

    private String id(Member member) {
        return server.bean(Accounts.class)
                .byEmail(new EmailAddress(member.email()))
                .orElseThrow()
                .id();
    }
}
