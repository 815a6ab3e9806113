package dev.countersign.journeys.entry;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.CloseDatabases;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/// The way to a site: what is asked on it, and that a ticket is good once, for one site, address and browser.
@ExtendWith(CloseDatabases.class)
class SiteEntriesTest {
    private static SiteHouse house(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        Db db = databases.open(settings);
        return new SiteHouse(Journeys.over(db), settings);
    }

    @EachDatabase
    void ticketWhenRedeemedThenLetsInOnce(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            EntryRooms other = house.node();
            SignedIn in = house.owner.signIn();
            String cookie = house.cookie();
            String ticket = house.ticket(node, "/page?x=1", cookie, in);
            List<RedeemOutcome> outcomes =
                    AtOnce.run(8, number -> house.redeem(number % 2 == 0 ? node : other, ticket, cookie));
            assertThat(outcomes)
                    .filteredOn(RedeemOutcome.Entered.class::isInstance)
                    .hasSize(1);
            RedeemOutcome.Entered entered = outcomes.stream()
                    .filter(RedeemOutcome.Entered.class::isInstance)
                    .map(RedeemOutcome.Entered.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(entered.address().text()).isEqualTo(SiteHouse.WIKI + "/page?x=1");
            assertThat(house.check(other, "/page", entered.token().text())).isInstanceOf(SiteVerdict.Allowed.class);
            assertThat(house.redeem(node, ticket, cookie)).isInstanceOf(RedeemOutcome.Refused.class);
            assertThat(new EnteredSites(house.journeys.rooms.db()).of(house.owner.account.id()))
                    .as("and a copy of their data names it")
                    .extracting(EnteredSites.Entered::origin)
                    .containsExactly(SiteHouse.WIKI);
            assertThat(house.journeys.events(house.owner))
                    .contains("site-entered")
                    .filteredOn("site-ticket-refused"::equals)
                    .hasSize(8);
        }
    }

    @EachDatabase
    void ticketWhenForAnotherBrowserSiteOrTimeThenLetsNobodyIn(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            SignedIn in = house.owner.signIn();
            String cookie = house.cookie();
            String stolen = house.ticket(node, "/", cookie, in);
            assertThat(house.redeem(node, stolen, house.cookie())).isInstanceOf(RedeemOutcome.Refused.class);
            // Spent by that, also for the browser it was for.
            assertThat(house.redeem(node, stolen, cookie)).isInstanceOf(RedeemOutcome.Refused.class);
            assertThat(house.redeem(node, house.ticket(node, "/", cookie, in), null))
                    .isInstanceOf(RedeemOutcome.Refused.class);
            Site docs = house.site("Docs", "https://docs.example", "");
            assertThat(node.entries()
                            .redeem(
                                    docs,
                                    SiteHouse.at("/.countersign/enter"),
                                    house.ticket(node, "/", cookie, in),
                                    cookie,
                                    HOME))
                    .isInstanceOf(RedeemOutcome.Refused.class);
            String late = house.ticket(node, "/", cookie, in);
            house.journeys.clock.advance(Duration.ofSeconds(31));
            assertThat(house.redeem(node, late, cookie)).isInstanceOf(RedeemOutcome.Refused.class);
            assertThat(house.redeem(node, "cs_ticket_" + "A".repeat(43), cookie))
                    .isInstanceOf(RedeemOutcome.Refused.class);
        }
    }

    @EachDatabase
    void ticketWhenItsSessionEndsBeforeItIsRedeemedThenLetsNobodyIn(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            SignedIn in = house.owner.signIn();
            String cookie = house.cookie();
            String ticket = house.ticket(node, "/", cookie, in);
            house.journeys.visits.signOut(in.session(), false, HOME);
            assertThat(house.redeem(node, ticket, cookie)).isInstanceOf(RedeemOutcome.Refused.class);
            SignedIn again = house.owner.signIn();
            String other = house.ticket(node, "/", cookie, again);
            house.journeys.resets.reset(house.owner.account.id(), null, "lost");
            assertThat(house.redeem(node, other, cookie)).isInstanceOf(RedeemOutcome.Refused.class);
        }
    }

    @EachDatabase
    void wayWhenSomethingIsLeftThenLeadsThroughItAndOnlyToTheSite(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            String cookie = house.cookie();
            String waits = as(EntryStep.Waits.class, house.arrive(node, "/admin/x", cookie, null))
                    .token();
            assertThat(node.entries().go(waits, null)).isInstanceOf(EntryStep.SignIn.class);
            SignedIn in = house.owner.signIn();
            assertThat(as(
                                    EntryStep.Enter.class,
                                    node.entries().go(waits, in.token().text()))
                            .to())
                    .startsWith(SiteHouse.WIKI + "/.countersign/enter?ticket=cs_ticket_");
            assertThat(node.entries().go(waits, in.token().text())).isInstanceOf(EntryStep.Gone.class);

            house.journeys.clock.advance(Duration.ofMinutes(11));
            String old = as(EntryStep.Waits.class, house.arrive(node, "/admin/x", cookie, in))
                    .token();
            assertThat(node.entries().go(old, in.token().text())).isEqualTo(new EntryStep.StepUp(false));
            assertThat(house.arrive(node, "/", cookie, in)).isInstanceOf(EntryStep.Enter.class);

            SignedIn member = house.member(Role.MEMBER).signIn();
            for (String path : List.of("/admin", "/staff", "/nobody")) {
                String asked = as(EntryStep.Waits.class, house.arrive(node, path, cookie, member))
                        .token();
                assertThat(node.entries().go(asked, member.token().text()))
                        .as(path)
                        .isInstanceOf(EntryStep.NotForYou.class);
            }
            SignedIn stranger = house.journeys.enrolled().signIn();
            String asked = as(EntryStep.Waits.class, house.arrive(node, "/public", cookie, stranger))
                    .token();
            assertThat(node.entries().go(asked, stranger.token().text())).isInstanceOf(EntryStep.NotForYou.class);
        }
    }

    @EachDatabase
    void wayWhenToAnywhereElseThenIsRefused(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            SignedIn in = house.owner.signIn();
            String nonce = SiteEntries.nonce(house.cookie());
            for (String to : List.of(
                    "https://evil.example/",
                    "http://wiki.example/",
                    "https://wiki.example:8443/",
                    "https://wiki.example@evil.example/",
                    "https://wiki.example.evil.example/",
                    "//evil.example/",
                    "/page",
                    "https://wiki.example",
                    "https://wiki.example/../..",
                    "javascript:alert(1)")) {
                assertThat(node.entries()
                                .arrive(
                                        new SiteEntries.Wish(house.wiki.id(), to, nonce, 0),
                                        in.token().text(),
                                        HOME))
                        .as(to)
                        .isInstanceOf(EntryStep.Refused.class);
            }
            assertThat(node.entries()
                            .arrive(
                                    new SiteEntries.Wish(house.wiki.id(), SiteHouse.WIKI + "/", "x", 0),
                                    in.token().text(),
                                    HOME))
                    .isInstanceOf(EntryStep.Refused.class);
        }
    }

    @EachDatabase
    void wayWhenAPasskeyIsDemandedThenSaysSo(Databases databases) {
        try (SiteHouse house = house(databases)) {
            EntryRooms node = house.node();
            Site vault = house.site("Vault", "https://vault.example", "", "phr");
            SignedIn in = house.owner.signIn();
            SiteEntries.Wish wish =
                    new SiteEntries.Wish(vault.id(), "https://vault.example/", SiteEntries.nonce(house.cookie()), 0);
            String asked = as(
                            EntryStep.Waits.class,
                            node.entries().arrive(wish, in.token().text(), HOME))
                    .token();
            assertThat(node.entries().go(asked, in.token().text())).isInstanceOf(EntryStep.PasskeyMissing.class);
        }
    }
}
