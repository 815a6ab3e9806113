package dev.countersign.journeys.entry;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;

import dev.countersign.ground.secret.Token;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteAddress;
import dev.countersign.people.site.SiteFields;
import dev.countersign.people.site.Sites;
import dev.countersign.testing.Journeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An organisation with sites, its people, and nodes that decide who may open what.
final class SiteHouse implements AutoCloseable {
    static final String WIKI = "https://wiki.example";
    static final String RULES = "/public anyone\n/admin owners fresh 10\n/staff admins\n/nobody nobody";

    final Journeys journeys;
    final DatabaseSettings settings;
    final Sites sites;
    final String organisation;
    final Journeys.Person owner;
    final Site wiki;
    private final List<EntryRooms> nodes = new ArrayList<>();

    SiteHouse(Journeys journeys, DatabaseSettings settings) {
        this.journeys = journeys;
        this.settings = settings;
        this.sites = new Sites(journeys.db, journeys.rooms.tokens());
        this.owner = journeys.enrolled();
        this.organisation =
                journeys.rooms.organisations().create("Linden & Hart", owner.account.id(), journeys.clock.instant());
        this.wiki = site("Wiki", WIKI, RULES);
    }

    Site site(String name, String origins, String rules, String... acr) {
        SiteFields.Read read = SiteFields.read(
                Map.of("name", name, "origins", origins, "rules", rules, "leastAcr", acr.length == 0 ? "" : acr[0]));
        return sites.register(
                        organisation,
                        read.terms().orElseThrow(() -> new AssertionError(read.faults())),
                        journeys.clock.instant())
                .site();
    }

    /// One more node on the database.
    EntryRooms node() {
        EntryRooms node = new EntryRooms(journeys.rooms, journeys.visits, sites, settings, 1024 * 1024);
        nodes.add(node);
        return node;
    }

    Journeys.Person member(Role role) {
        Journeys.Person person = journeys.enrolled();
        journeys.rooms.organisations().join(person.account.id(), organisation, role, true, journeys.clock.instant());
        return person;
    }

    static SiteAddress at(String path) {
        return SiteAddress.of(WIKI + path).orElseThrow();
    }

    /// A browser's cookie before anybody is signed in.
    String cookie() {
        return journeys.rooms.tokens().newToken(Token.Kind.SITE_ENTRY).text();
    }

    SiteEntries.Wish wish(String path, String cookie) {
        return new SiteEntries.Wish(wiki.id(), WIKI + path, SiteEntries.nonce(cookie), 0);
    }

    EntryStep arrive(EntryRooms node, String path, String cookie, @Nullable SignedIn in) {
        return node.entries()
                .arrive(wish(path, cookie), in == null ? null : in.token().text(), HOME);
    }

    /// The ticket of somebody who has nothing left to do.
    String ticket(EntryRooms node, String path, String cookie, SignedIn in) {
        String to = as(EntryStep.Enter.class, arrive(node, path, cookie, in)).to();
        return to.substring(to.indexOf("cs_ticket_"));
    }

    RedeemOutcome redeem(EntryRooms node, String ticket, @Nullable String cookie) {
        return node.entries().redeem(wiki, at("/.countersign/enter"), ticket, cookie, HOME);
    }

    /// The token of somebody who is in.
    String in(EntryRooms node, SignedIn in) {
        String cookie = cookie();
        return as(RedeemOutcome.Entered.class, redeem(node, ticket(node, "/", cookie, in), cookie))
                .token()
                .text();
    }

    SiteVerdict check(EntryRooms node, String path, @Nullable String token) {
        return node.checks().check(wiki, at(path), "GET", token);
    }

    @Override
    public void close() {
        nodes.forEach(EntryRooms::close);
    }
}
