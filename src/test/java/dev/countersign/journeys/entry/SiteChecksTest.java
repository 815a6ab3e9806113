package dev.countersign.journeys.entry;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteAddress;
import dev.countersign.people.site.SiteFields;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.testing.CloseDatabases;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is decided for each request, and that what somebody loses is felt on every node, remembered or not.
@ExtendWith(CloseDatabases.class)
class SiteChecksTest {
    private static SiteHouse house(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        Db db = databases.open(settings);
        return new SiteHouse(Journeys.over(db), settings);
    }

    @EachDatabase
    void requestWhenDecidedThenRolesAndFreshnessCount(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            assertThat(house.check(node, "/public/x", null)).isEqualTo(new SiteVerdict.Allowed(null));
            assertThat(house.check(node, "/", null)).isInstanceOf(SiteVerdict.SignIn.class);
            SignedIn boss = house.owner.signIn();
            String owner = house.in(node, boss);
            var allowed = as(SiteVerdict.Allowed.class, house.check(node, "/admin", owner));
            assertThat(allowed.person())
                    .isEqualTo(new SiteVerdict.Person(
                            house.owner.account.id(),
                            house.owner.account.email(),
                            house.owner.account.name(),
                            Role.OWNER,
                            "urn:countersign:aal2"));
            String member = house.in(node, house.member(Role.MEMBER).signIn());
            String admin = house.in(node, house.member(Role.ADMIN).signIn());
            assertThat(house.check(node, "/", member)).isInstanceOf(SiteVerdict.Allowed.class);
            for (String path : List.of("/admin", "/staff", "/nobody")) {
                assertThat(house.check(node, path, member)).as(path).isInstanceOf(SiteVerdict.Denied.class);
            }
            assertThat(house.check(node, "/staff", admin)).isInstanceOf(SiteVerdict.Allowed.class);
            assertThat(house.check(node, "/admin", admin)).isInstanceOf(SiteVerdict.Denied.class);
            assertThat(house.check(node, "/nobody", owner)).isInstanceOf(SiteVerdict.Denied.class);
            house.journeys.clock.advance(Duration.ofMinutes(11));
            assertThat(house.check(node, "/admin", owner)).isEqualTo(new SiteVerdict.Prove(10));
            assertThat(house.check(node, "/", owner)).isInstanceOf(SiteVerdict.Allowed.class);
        }
    }

    @EachDatabase
    void cookieWhenOfAnotherSiteOrOriginThenLetsNobodyIn(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            SignedIn in = house.owner.signIn();
            String token = house.in(node, in);
            Site docs = house.site("Docs", "https://docs.example", "");
            SiteAddress there = SiteAddress.of("https://docs.example/").orElseThrow();
            assertThat(node.checks().check(docs, there, "GET", token)).isInstanceOf(SiteVerdict.SignIn.class);
            Site both = house.site("Both", SiteHouse.WIKI + "\nhttps://docs.example", "");
            assertThat(node.checks().check(both, SiteHouse.at("/"), "GET", token))
                    .isInstanceOf(SiteVerdict.SignIn.class);
            for (String wrong :
                    List.of(in.token().text(), house.cookie(), token + "x", token.replace("cs_site_", "cs_session_"))) {
                assertThat(house.check(node, "/", wrong)).isInstanceOf(SiteVerdict.SignIn.class);
            }
        }
    }

    /// What takes access away, and what is left of it.
    private record Loss(String name, java.util.function.BiConsumer<SiteHouse, Held> happens) {}

    private record Held(Journeys.Person person, SignedIn in) {}

    private static final List<Loss> LOSSES = List.of(
            new Loss(
                    "sign-out",
                    (house, held) -> house.journeys.visits.signOut(held.in().session(), false, HOME)),
            new Loss(
                    "reset",
                    (house, held) ->
                            house.journeys.resets.reset(held.person().account.id(), null, "lost phone")),
            new Loss(
                    "suspension",
                    (house, held) -> house.journeys.db.inTransaction(() -> house.journeys
                            .rooms
                            .accounts()
                            .suspend(held.person().account.id(), house.journeys.clock.instant()))),
            new Loss(
                    "removal",
                    (house, held) -> house.journeys
                            .rooms
                            .organisations()
                            .remove(held.person().account.id(), house.organisation)),
            new Loss(
                    "role",
                    (house, held) -> house.journeys
                            .rooms
                            .organisations()
                            .changeRole(
                                    held.person().account.id(),
                                    house.organisation,
                                    Role.MEMBER,
                                    house.journeys.clock.instant())),
            new Loss(
                    "policy",
                    (house, held) -> house.journeys
                            .rooms
                            .policies()
                            .set(
                                    house.organisation,
                                    new PolicyBuilder(house.journeys
                                                    .rooms
                                                    .policies()
                                                    .of(house.organisation))
                                            .sessionMinutes(15)
                                            .build(),
                                    house.journeys.clock.instant())),
            new Loss(
                    "site changed",
                    (house, held) -> house.sites.change(
                            house.wiki,
                            SiteFields.read(Map.of("name", "Wiki", "origins", "https://elsewhere.example"))
                                    .terms()
                                    .orElseThrow())),
            new Loss("site removed", (house, held) -> house.sites.remove(house.wiki)));

    @EachDatabase
    void accessWhenTakenAwayThenIsLostOnEveryNode(Databases databases) {
        try (SiteHouse house = house(databases)) {
            List<EntryRooms> nodes = List.of(house.node(), house.node());
            String secret = secret(house);
            for (Loss loss : LOSSES) {
                house.sites.change(house.wiki, house.wiki.terms());
                Journeys.Person person = house.member(Role.ADMIN);
                SignedIn in = person.signIn();
                String token = house.in(nodes.getFirst(), in);
                house.journeys.clock.advance(loss.name().equals("policy") ? Duration.ofMinutes(16) : Duration.ZERO);
                for (EntryRooms node : nodes) {
                    await(
                            loss.name() + " remembered",
                            () -> admitted(house, node, secret, token) && node.remembers() > 0);
                }
                loss.happens().accept(house, new Held(person, in));
                for (EntryRooms node : nodes) {
                    await(loss.name(), () -> !admitted(house, node, secret, token));
                }
            }
        }
    }

    private static String secret(SiteHouse house) {
        return house.sites
                .rotate(house.wiki, true, house.journeys.clock.instant())
                .text();
    }

    // As the door asks: the site by its secret, the origin among its own, and then the rule.
    private static boolean admitted(SiteHouse house, EntryRooms node, String secret, String token) {
        return node.checks()
                .site(secret)
                .filter(site ->
                        site.terms().origins().contains(SiteHouse.at("/").origin()))
                .filter(site ->
                        node.checks().check(site, SiteHouse.at("/staff"), "GET", token) instanceof SiteVerdict.Allowed)
                .isPresent();
    }

    // What is remembered counts for 600 ms at most without word from the database.
    private static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void rememberedWhenFullThenNeverHoldsMore() {
        Remembered<String> remembered = new Remembered<>(320, 320_000);
        for (int i = 0; i < 10_000; i++) {
            remembered.put("key" + i, "value" + i, i % 3 == 0 ? 5_000 : 100);
        }
        assertThat(remembered.entries()).isBetween(1L, 320L);
        assertThat(remembered.bytes()).isBetween(1L, 320_000L);
        remembered.put("huge", "value", 1_000_000);
        assertThat(remembered.get("huge")).isEmpty();
        assertThat(remembered.get("key9999")).contains("value9999");
    }

    @Test
    void forgettingWhenToldThenWhatWasReadBeforeCountsNoMore() {
        Forgetting forgetting = new Forgetting();
        long before = forgetting.now();
        assertThat(forgetting.holds("a", before)).isTrue();
        forgetting.told("a");
        assertThat(forgetting.holds("a", before)).isFalse();
        assertThat(forgetting.holds("b", before)).isTrue();
        long after = forgetting.now();
        assertThat(forgetting.holds("a", after)).isTrue();
        forgetting.told("*");
        assertThat(forgetting.holds("b", after)).isFalse();
        assertThat(forgetting.holds(after)).isFalse();
    }
}
