package dev.countersign.journeys.entry;

import dev.countersign.people.client.Acr;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteAddress;
import dev.countersign.people.site.SiteRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is decided for each request to a site that a proxy asks about.
public final class SiteChecks {
    private final SitePasses passes;
    private final InstantSource clock;

    SiteChecks(EntryRooms entry) {
        this.passes = entry.passes();
        this.clock = entry.rooms().clock();
    }

    /// The site that a proxy with that secret asks about.
    public Optional<Site> site(String secret) {
        return passes.site(secret, clock.instant());
    }

    /// May this go on?
    ///
    /// @param token what the site's cookie holds, or null
    public SiteVerdict check(Site site, SiteAddress address, String method, @Nullable String token) {
        Instant now = clock.instant();
        SiteRule rule = site.terms().rule(method, address);
        SitePass pass = token == null
                ? null
                : passes.pass(token, now)
                        .filter(found -> found.isFor(site, address, now))
                        .orElse(null);
        return decide(site, rule, pass, now);
    }

    private static SiteVerdict decide(Site site, SiteRule rule, @Nullable SitePass pass, Instant now) {
        if (rule.who() == SiteRule.Who.ANYONE) {
            return new SiteVerdict.Allowed(pass == null ? null : person(pass, now));
        }
        if (pass == null) {
            return new SiteVerdict.SignIn();
        }
        SiteVerdict.Person person = person(pass, now);
        if (person == null || !admits(rule, person.role())) {
            return new SiteVerdict.Denied();
        }
        if (!strongEnough(site, person.acr())) {
            return new SiteVerdict.Prove(0);
        }
        Integer minutes = rule.freshMinutes();
        return minutes == null || pass.session().secondFactorWithin(Duration.ofMinutes(minutes), now)
                ? new SiteVerdict.Allowed(person)
                : new SiteVerdict.Prove(minutes);
    }

    private static SiteVerdict.@Nullable Person person(SitePass pass, Instant now) {
        Role role = pass.role();
        return role == null
                ? null
                : new SiteVerdict.Person(
                        pass.accountId(),
                        pass.email(),
                        pass.name(),
                        role,
                        pass.session().acr(pass.aal2Age(), now));
    }

    /// Whether the rule is for that role.
    static boolean admits(SiteRule rule, Role role) {
        return switch (rule.who()) {
            case ANYONE, MEMBERS -> true;
            case ADMINS -> role != Role.MEMBER;
            case OWNERS -> role == Role.OWNER;
            case NOBODY -> false;
        };
    }

    /// Whether that is as strong as the site's owner demands.
    static boolean strongEnough(Site site, String acr) {
        String least = site.terms().leastAcr();
        return least == null || Acr.meets(acr, least);
    }
}
