package dev.countersign.journeys.entry;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.client.Acr;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteAddress;
import dev.countersign.people.site.SiteRule;
import dev.countersign.people.site.Sites;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way of a person whom a site's proxy has sent here: to sign in, to prove more, and back to the exact address by
/// a ticket that is redeemed on the site's own host. What is next is worked out anew on every step.
public final class SiteEntries {
    /// The paths of a site that are ours: its proxy asks about them as about any other, and gets an answer to hand on.
    public static final String OURS = "/.countersign/";
    /// Where a ticket is redeemed.
    public static final String REDEEM = OURS + "enter";

    /// How long a way waits for its person.
    public static final Duration WAITS = Duration.ofMinutes(30);
    /// How long a ticket is good.
    public static final Duration TICKET = Duration.ofSeconds(30);

    /// Ways that wait, from one network: each is a row until it runs out.
    static final Limit REQUESTS =
            new Limit("site-requests", 600, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1), false);

    private static final int LONGEST_FRESH = 1440;

    private final SignInRooms rooms;
    private final Visits visits;
    private final Sites sites;
    private final SitePasses passes;
    private final SiteRequestStore requests;
    private final SiteTicketStore tickets;
    private final SiteSessionStore sessions;

    SiteEntries(EntryRooms entry) {
        this.rooms = entry.rooms();
        this.visits = entry.visits();
        this.sites = entry.sites();
        this.passes = entry.passes();
        this.requests = new SiteRequestStore(rooms.db());
        this.tickets = new SiteTicketStore(rooms.db());
        this.sessions = new SiteSessionStore(rooms.db());
    }

    /// What a site's cookie holds, as the address of a browser that comes here says it: whoever knows this cannot
    /// make the cookie of it.
    public static String nonce(String token) {
        return Token.hash("nonce of " + token);
    }

    /// Where a site sends somebody.
    ///
    /// @param to the address to come back to
    /// @param nonce of the browser's cookie on the site's host
    /// @param freshMinutes how old a second factor may be, 0 for any
    public record Wish(String siteId, String to, String nonce, int freshMinutes) {}

    private record Way(Site site, SiteAddress address, String nonce, int freshMinutes, Instant now) {}

    private Optional<Way> way(Wish wish, Instant now) {
        boolean readable = wish.nonce().matches("[0-9a-f]{64}")
                && wish.freshMinutes() >= 0
                && wish.freshMinutes() <= LONGEST_FRESH;
        Optional<SiteAddress> address = readable ? SiteAddress.of(wish.to()) : Optional.empty();
        return address.flatMap(to -> sites.byId(wish.siteId())
                // Nobody is sent anywhere but to where the site is.
                .filter(site -> site.terms().origins().contains(to.origin()))
                .map(site -> new Way(site, to, wish.nonce(), wish.freshMinutes(), now)));
    }

    /// Somebody arrives.
    ///
    /// @param sessionToken the session that is active in the browser, or null
    public EntryStep arrive(Wish wish, @Nullable String sessionToken, Origin origin) {
        Instant now = rooms.clock().instant();
        Way way = way(wish, now).orElse(null);
        if (way == null) {
            return new EntryStep.Refused();
        }
        EntryStep step = rooms.db().inTransaction(() -> enterIfNothingLeft(way, sessionToken));
        return step instanceof EntryStep.Enter ? step : keep(wish, origin, now);
    }

    private EntryStep keep(Wish wish, Origin origin, Instant now) {
        return rooms.db().inTransaction(() -> switch (rooms.throttle().admit(REQUESTS, origin.network(), now)) {
            case Admission.Delayed(Instant until) -> new EntryStep.Busy(until);
            case Admission.LockedOut(Instant until) -> new EntryStep.Busy(until);
            case Admission.Admitted _ -> {
                Token token = rooms.tokens().newToken(Token.Kind.SITE_REQUEST);
                requests.insert(
                        token.hash(),
                        new SiteRequestStore.Row(wish.siteId(), wish.to(), wish.nonce(), wish.freshMinutes()),
                        now.plus(WAITS),
                        now);
                yield new EntryStep.Waits(token.text());
            }
        });
    }

    /// What is next for the person; a ticket where nothing is left.
    public EntryStep go(String requestToken, @Nullable String sessionToken) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(requestToken);
        return rooms.db().inTransaction(() -> {
            rooms.db().lock("site-request/" + hash);
            Optional<Way> way = requests.open(hash, now)
                    .flatMap(row ->
                            way(new Wish(row.siteId(), row.address(), row.nonceHash(), row.freshMinutes()), now));
            if (way.isEmpty()) {
                return new EntryStep.Gone();
            }
            EntryStep step = enterIfNothingLeft(way.get(), sessionToken);
            if (step instanceof EntryStep.Enter) {
                requests.close(hash);
            }
            return step;
        });
    }

    private EntryStep enterIfNothingLeft(Way way, @Nullable String sessionToken) {
        Presence presence = sessionToken == null ? new Presence.Absent() : visits.present(sessionToken);
        return switch (presence) {
            case Presence.Absent _ -> new EntryStep.SignIn();
            case Presence.Owing _ -> new EntryStep.Enrol();
            case Presence.Present present -> left(way, present).orElseGet(() -> enter(way, present));
        };
    }

    /// What is still to be done; empty where a ticket can be given.
    private Optional<EntryStep> left(Way way, Presence.Present present) {
        SiteRule rule = way.site().terms().rule("GET", way.address());
        Optional<Role> role = passes.role(present.account().id(), way.site());
        if (role.isEmpty() || !SiteChecks.admits(rule, role.get())) {
            return Optional.of(new EntryStep.NotForYou(way.site(), present.account()));
        }
        Session session = present.session();
        boolean strong =
                SiteChecks.strongEnough(way.site(), session.acr(present.policy().aal2Age(), way.now()));
        int minutes = strictest(way.freshMinutes(), rule.freshMinutes());
        boolean fresh = minutes == 0 || session.secondFactorWithin(Duration.ofMinutes(minutes), way.now());
        return strong && fresh ? Optional.empty() : Optional.of(proof(way, present));
    }

    private static int strictest(int asked, @Nullable Integer ruled) {
        if (ruled == null) {
            return asked;
        }
        return asked == 0 ? ruled : Math.min(asked, ruled);
    }

    private static EntryStep proof(Way way, Presence.Present present) {
        if (!present.enrolled()) {
            return new EntryStep.Enrol();
        }
        boolean passkey = Acr.RESISTANT.equals(way.site().terms().leastAcr());
        boolean has = present.factors().stream()
                .filter(Factor::usable)
                .anyMatch(factor -> factor.type() == FactorType.PASSKEY);
        return passkey && !has
                ? new EntryStep.PasskeyMissing(way.site(), present.account())
                : new EntryStep.StepUp(passkey);
    }

    private EntryStep enter(Way way, Presence.Present present) {
        Session session = present.session();
        // Against a reset in the same moment: it waits for this, or this finds another epoch and gives nothing.
        if (!rooms.accounts().holdEpoch(session.accountId(), session.epoch())) {
            return new EntryStep.SignIn();
        }
        Token ticket = rooms.tokens().newToken(Token.Kind.SITE_TICKET);
        SiteTicketStore.Row row = new SiteTicketStore.Row(
                session.accountId(),
                session.id(),
                way.site().id(),
                way.address().text(),
                way.nonce(),
                way.now().plus(TICKET),
                0);
        tickets.insert(ticket.hash(), row);
        return new EntryStep.Enter(way.site(), way.address().origin().text() + REDEEM + "?ticket=" + ticket.text());
    }

    /// A ticket comes to the site's own host.
    ///
    /// @param at where it came to
    /// @param cookie what the site's cookie holds, or null
    public RedeemOutcome redeem(Site site, SiteAddress at, String ticket, @Nullable String cookie, Origin origin) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(ticket);
        return rooms.db().inTransaction(() -> {
            boolean first = tickets.spend(hash, now);
            Optional<SiteTicketStore.Row> row = tickets.byHash(hash);
            if (row.isEmpty()) {
                return new RedeemOutcome.Refused();
            }
            String fault = fault(row.get(), new Brought(site, at, cookie, first), now);
            if (!fault.isEmpty()) {
                rooms.audit()
                        .record(
                                new AuditEvent.SiteTicketRefused(
                                        row.get().accountId(),
                                        site.organisationId(),
                                        site.id(),
                                        site.terms().name(),
                                        fault),
                                origin,
                                now);
                return new RedeemOutcome.Refused();
            }
            return let(site, row.get(), origin, now);
        });
    }

    private record Brought(
            Site site, SiteAddress at, @Nullable String cookie, boolean first) {}

    private static String fault(SiteTicketStore.Row row, Brought brought, Instant now) {
        if (!brought.first()) {
            return "used";
        }
        if (!row.expiresAt().isAfter(now)) {
            return "expired";
        }
        boolean here = row.siteId().equals(brought.site().id())
                && SiteAddress.of(row.address())
                        .filter(to -> to.origin().equals(brought.at().origin()))
                        .isPresent();
        if (!here) {
            return "site";
        }
        String cookie = brought.cookie();
        return cookie != null && nonce(cookie).equals(row.nonceHash()) ? "" : "browser";
    }

    private RedeemOutcome let(Site site, SiteTicketStore.Row row, Origin origin, Instant now) {
        Optional<Session> session = rooms.sessions().byId(row.accountId(), row.sessionId());
        boolean holds = session.isPresent()
                && rooms.accounts().holdEpoch(row.accountId(), session.get().epoch())
                && visits.of(session.get(), now) instanceof Presence.Present
                && passes.role(row.accountId(), site).isPresent();
        Optional<SiteAddress> to = SiteAddress.of(row.address())
                .filter(address -> site.terms().origins().contains(address.origin()));
        if (!holds || to.isEmpty()) {
            return new RedeemOutcome.Refused();
        }
        Token token = rooms.tokens().newToken(Token.Kind.SITE_SESSION);
        sessions.put(
                new SiteSessionStore.Row(
                        row.accountId(),
                        row.sessionId(),
                        site.id(),
                        to.get().origin().text()),
                token.hash(),
                now);
        rooms.audit()
                .record(
                        new AuditEvent.SiteEntered(
                                row.accountId(),
                                site.organisationId(),
                                site.id(),
                                site.terms().name(),
                                row.sessionId()),
                        origin,
                        now);
        return new RedeemOutcome.Entered(token, to.get());
    }
}
