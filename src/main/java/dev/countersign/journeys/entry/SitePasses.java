package dev.countersign.journeys.entry;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.Sites;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Who is behind a site's cookie and which site a proxy's secret is for: the decision of a session, made anew, or
/// remembered for a short while where the database would have told that something changed.
final class SitePasses {
    /// For how long an answer is remembered. A session is noted as used, and an idle one ends, as often as this.
    static final Duration REMEMBERED = Duration.ofSeconds(30);

    private static final int MOST_PASSES = 50_000;
    private static final int MOST_SITES = 2_000;
    private static final int SITE_BYTES = 8_000;

    private final SignInRooms rooms;
    private final Visits visits;
    private final Sites sites;
    private final SiteSessionStore store;
    private final BooleanSupplier current;
    private final Forgetting forgetting;
    private final Remembered<Read<SitePass>> passes;
    private final Remembered<Read<Site>> bySecret;

    /// @param current whether all changes have been told to `forgetting`
    SitePasses(EntryRooms entry, BooleanSupplier current, Forgetting forgetting, long bytes) {
        this.rooms = entry.rooms();
        this.visits = entry.visits();
        this.sites = entry.sites();
        this.store = new SiteSessionStore(rooms.db());
        this.current = current;
        this.forgetting = forgetting;
        this.passes = new Remembered<>(MOST_PASSES, bytes * 3 / 4);
        this.bySecret = new Remembered<>(MOST_SITES, bytes / 4);
    }

    /// What was read, and when.
    private record Read<V>(V value, long readAt, Instant goodUntil) {}

    /// The site whose proxy has that secret.
    Optional<Site> site(String secret, Instant now) {
        String hash = Token.hash(secret);
        boolean told = current.getAsBoolean();
        if (told) {
            Read<Site> known = bySecret.get(hash).orElse(null);
            if (known != null
                    && forgetting.holds(known.readAt())
                    && known.goodUntil().isAfter(now)) {
                return Optional.of(known.value());
            }
        }
        long readAt = forgetting.now();
        Optional<Site> site = sites.bySecret(hash, now);
        if (told) {
            site.ifPresent(found ->
                    bySecret.put(hash, new Read<>(found, readAt, until(now, found.oldSecretUntil())), SITE_BYTES));
        }
        return site;
    }

    private static Instant until(Instant now, @Nullable Instant end) {
        Instant soon = now.plus(REMEMBERED);
        return end != null && end.isAfter(now) && end.isBefore(soon) ? end : soon;
    }

    /// Who is behind that token of a cookie, whatever the site: the caller compares.
    Optional<SitePass> pass(String token, Instant now) {
        String hash = Token.hash(token);
        boolean told = current.getAsBoolean();
        if (told) {
            Read<SitePass> known = passes.get(hash).orElse(null);
            if (known != null
                    && forgetting.holds(known.value().accountId(), known.readAt())
                    && known.goodUntil().isAfter(now)) {
                return Optional.of(known.value());
            }
        }
        long readAt = forgetting.now();
        Optional<SitePass> pass = read(hash, now);
        if (told) {
            pass.ifPresentOrElse(
                    found -> passes.put(hash, new Read<>(found, readAt, found.goodUntil()), found.bytes()),
                    () -> passes.remove(hash));
        }
        return pass;
    }

    private Optional<SitePass> read(String tokenHash, Instant now) {
        Optional<SitePass> pass = rooms.db().read(() -> store.byToken(tokenHash).flatMap(row -> read(row, now)));
        pass.ifPresent(found -> rooms.sessions().touch(found.session(), now));
        return pass;
    }

    private Optional<SitePass> read(SiteSessionStore.Row row, Instant now) {
        Optional<Site> site = sites.byId(row.siteId());
        Optional<Session> session = rooms.sessions().byId(row.accountId(), row.sessionId());
        if (site.isEmpty() || session.isEmpty()) {
            return Optional.empty();
        }
        return visits.of(session.get(), now) instanceof Presence.Present present
                ? Optional.of(pass(row, site.get(), present, now))
                : Optional.empty();
    }

    private SitePass pass(SiteSessionStore.Row row, Site site, Presence.Present present, Instant now) {
        Session session = present.session();
        @Nullable
        Role role = present.memberships().stream()
                .filter(membership -> membership.organisationId().equals(site.organisationId()))
                .map(Membership::role)
                .findFirst()
                .orElse(null);
        Instant until = until(
                now,
                earliest(
                        session.expiresAt(),
                        session.createdAt().plus(present.policy().sessionLength()),
                        present.skippableUntil()));
        return new SitePass(
                site.id(),
                row.origin(),
                row.accountId(),
                present.account().email(),
                present.account().name(),
                role,
                session,
                present.policy().aal2Age(),
                until);
    }

    private static Instant earliest(Instant one, Instant other, @Nullable Instant perhaps) {
        Instant first = one.isBefore(other) ? one : other;
        return perhaps != null && perhaps.isBefore(first) ? perhaps : first;
    }

    /// The account's role where the site belongs to.
    Optional<Role> role(String accountId, Site site) {
        return rooms.organisations()
                .membership(accountId, site.organisationId())
                .map(Membership::role);
    }

    long entries() {
        return passes.entries();
    }
}
