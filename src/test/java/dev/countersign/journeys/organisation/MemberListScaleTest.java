package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.Dialect;
import dev.countersign.journeys.organisation.MemberLists.Wanted;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ten thousand members and twenty events of each: what the list finds, by which index, and how long it takes
/// (logged; a busy machine proves nothing).
class MemberListScaleTest {
    private static final Logger LOG = LoggerFactory.getLogger(MemberListScaleTest.class);
    private static final int MANY = 10_000;

    @EachDatabase
    void listWhenTenThousandAreMembersThenPagedFilteredAndSearchedByIndex(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House small = House.in(house.journeys);
        small.member(Role.MEMBER);
        seed(house);
        Session owner = house.of(house.owner);
        MemberLists lists = house.journeys.memberLists;

        List<String> seen = new ArrayList<>();
        String after = "";
        List<Member> page;
        do {
            page = done(lists.members(owner, house.id, new Wanted(null, "", after, 200)));
            page.forEach(member -> seen.add(member.accountId()));
            after = page.isEmpty() ? "" : page.getLast().email();
        } while (page.size() == 200);
        assertThat(seen).hasSize(MANY + 1).doesNotHaveDuplicates();
        assertThat(done(lists.counts(owner, house.id)))
                .isEqualTo(new MemberLists.Counts(MANY + 1, MANY / 2, MANY / 2 + 1, 0, MANY / 100, 0, 0, 0));

        timed(databases, "first page", () -> lists.members(owner, house.id, new Wanted(null, "", "", 51)));
        timed(databases, "page at the end", () -> lists.members(owner, house.id, new Wanted(null, "", "m10009", 51)));
        timed(databases, "search", () -> lists.members(owner, house.id, new Wanted(null, "9999", "", 51)));
        timed(databases, "on", () -> lists.members(owner, house.id, new Wanted(Member.Status.ON, "", "", 51)));
        timed(
                databases,
                "not set up",
                () -> lists.members(owner, house.id, new Wanted(Member.Status.NOT_SET_UP, "", "", 51)));
        timed(databases, "locked", () -> lists.members(owner, house.id, new Wanted(Member.Status.LOCKED, "", "", 51)));
        timed(databases, "counts", () -> lists.counts(owner, house.id));
        OrganisationPolicies policies = house.journeys.organisationPolicies;
        Policy strict =
                Journeys.changed(p -> p.rememberDevice(RememberDevice.OFF).sessionMinutes(60));
        PolicyImpact impact = done(policies.preview(owner, house.id, strict));
        assertThat(impact.members()).isEqualTo(MANY + 1);
        assertThat(impact.notEnrolled()).isEqualTo(MANY / 2 + 1);
        timed(databases, "whom a policy affects", () -> policies.preview(owner, house.id, strict));
        done(policies.set(owner, house.id, strict, Journeys.HOME));
        for (Member.Order order : Member.Order.values()) {
            assertThat(all(lists, owner, house.id, order)).hasSize(MANY + 1).doesNotHaveDuplicates();
            timed(
                    databases,
                    "first page by " + order.word(),
                    () -> lists.members(owner, house.id, new Wanted(null, "", order, "", 51)));
            assertThat(plan(house, small.id, order))
                    .contains("membership_organisation")
                    .doesNotContain("seq scan on factor", "seq scan on membership o", "scan f", "scan o ");
        }
        Adoptions adoptions = new Adoptions(house.journeys.rooms, house.journeys.stepUps);
        timed(databases, "overview", () -> adoptions.look(owner, house.id, adoptions.today(), adoptions.today()));
        timed(
                databases,
                "must replace",
                () -> lists.members(owner, house.id, new Wanted(Member.Status.MUST_REPLACE, "", "", 51)));
    }

    private static List<String> all(MemberLists lists, Session owner, String id, Member.Order order) {
        List<String> seen = new ArrayList<>();
        String after = "";
        List<Member> page;
        do {
            page = done(lists.members(owner, id, new Wanted(null, "", order, after, 500)));
            page.forEach(member -> seen.add(member.accountId()));
            after = page.isEmpty() ? "" : page.getLast().place();
        } while (page.size() == 500);
        return seen;
    }

    private static void timed(Databases databases, String what, Runnable work) {
        List<Duration> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            work.run();
            runs.add(Duration.ofNanos(System.nanoTime() - start));
        }
        runs.sort(null);
        LOG.info("{} {}: {} ms", databases, what, runs.get(2).toNanos() / 1_000_000.0);
    }

    /// The members m-1 to m-10000: each second has an app, each hundredth is locked, each has signed in.
    private static void seed(House house) {
        long now = house.journeys.clock.instant().toEpochMilli();
        String numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + MANY + ") ";
        String id = "'m' || (100000 + i)";
        List<String> statements = List.of(
                "insert into account (id, email, email_key, name, locale, time_zone, signed_in_at, created_at) "
                        + numbers + "select "
                        + id + ", " + id + " || '@example.net', " + id + " || '@example.net', 'Person ' || i, 'en',"
                        + " 'UTC', " + now + " - i / 7, " + now + " from n",
                "insert into membership (account_id, organisation_id, role, managing, since) " + numbers + "select "
                        + id + ", '" + house.id + "', 'member', 1, " + now + " from n",
                "insert into factor (account_id, id, type, label, enrolled_at) " + numbers + "select " + id
                        + ", 'f' || i, 'totp', 'App', " + now + " from n where i % 2 = 0",
                "insert into throttle (subject, limit_name, failures, since, last_failure_at, blocked_until) " + numbers
                        + "select " + id + ", 'second-step', 10, 0, " + now + ", " + (now + 600_000)
                        + " from n where i % 100 = 0",
                "insert into audit_event (id, at, type, account_id, network, browser, data) "
                        + "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + MANY + "),"
                        + " e(j) as (select 1 union all select j + 1 from e where j < 20) "
                        + "select 'e' || i || '-' || j, " + now + " - j, case when j % 3 = 0 then 'signed-in' else"
                        + " 'second-step-failed' end, " + id + ", 'n', 'b', '{}' from n cross join e");
        house.journeys.db.inTransaction(() ->
                statements.forEach(each -> house.journeys.db.sql().sql(each).update()));
        house.journeys.db.inTransaction(
                () -> house.journeys.db.sql().sql("analyze").update());
    }

    private static String plan(House house, String organisation, Member.Order order) {
        var db = house.journeys.db;
        String explain = db.dialect() == Dialect.SQLITE ? "explain query plan " : "explain ";
        MemberStore store = new MemberStore(db, house.journeys.rooms.policies());
        return db.read(() -> {
            MemberStore.Ask ask = new MemberStore.Ask(organisation, null, "%%", order, "", 51);
            List<String> lines = new ArrayList<>();
            store.statement(explain, ask, "", house.journeys.clock.instant())
                    .query((row, n) -> lines.add(row.getString(db.dialect() == Dialect.SQLITE ? 4 : 1)))
                    .list();
            return String.join("\n", lines).toLowerCase(Locale.ROOT);
        });
    }
}
