package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteFields;
import dev.countersign.people.site.SiteTerms;
import dev.countersign.people.site.Sites;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The sites of an organisation: its admins see them, its owners register, change and remove them.
public final class OrganisationSites {
    /// The sites of one organisation, at most.
    public static final int MOST = 100;

    private final SignInRooms rooms;
    private final Sites sites;
    private final Admins admins;

    /// The journey through those rooms.
    public OrganisationSites(SignInRooms rooms, StepUps stepUps, Sites sites) {
        this.rooms = rooms;
        this.sites = sites;
        this.admins = new Admins(rooms, stepUps);
    }

    /// Sites, and whether the caller may change them.
    public record Listed(List<Site> sites, boolean changeable) {}

    /// A site, and whether the caller may change it.
    public record Seen(Site site, boolean changeable) {}

    /// The organisation's sites.
    public MemberOutcome<Listed> list(Session by, String organisationId) {
        return admins.look(
                by,
                organisationId,
                actor -> new MemberOutcome.Done<>(new Listed(sites.of(organisationId), actor.role() == Role.OWNER)));
    }

    /// One of its sites.
    public MemberOutcome<Seen> look(Session by, String organisationId, String siteId) {
        return admins.look(
                by,
                organisationId,
                actor -> of(organisationId, siteId)
                        .<MemberOutcome<Seen>>map(
                                site -> new MemberOutcome.Done<>(new Seen(site, actor.role() == Role.OWNER)))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    private Optional<Site> of(String organisationId, String siteId) {
        return sites.byId(siteId).filter(site -> site.organisationId().equals(organisationId));
    }

    private <T> MemberOutcome<T> asOwner(
            Session by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        return admins.change(
                by,
                organisationId,
                actor -> actor.role() == Role.OWNER ? work.apply(actor) : MemberOutcome.refused(WhyNot.OWNERS_ONLY));
    }

    private <T> MemberOutcome<T> change(
            Session by, String organisationId, String siteId, Function<Site, MemberOutcome<T>> work) {
        return asOwner(
                by,
                organisationId,
                _ -> of(organisationId, siteId).map(work).orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    private void record(AuditEvent event, Origin origin, Instant now) {
        rooms.audit().record(event, origin, now);
    }

    /// Whether another of its sites is reached at one of those addresses. Of other organisations none is asked: nobody
    /// can keep an address from those whose it is.
    private boolean taken(String organisationId, String siteId, SiteTerms terms) {
        return sites.of(organisationId).stream()
                .filter(other -> !other.id().equals(siteId))
                .flatMap(other -> other.terms().origins().stream())
                .anyMatch(terms.origins()::contains);
    }

    /// Registers a site; the secret of its proxy is known only now.
    public MemberOutcome<Sites.Registered> register(Session by, String organisationId, SiteTerms terms, Origin origin) {
        Instant now = rooms.clock().instant();
        return asOwner(by, organisationId, actor -> {
            if (sites.count(organisationId) >= MOST) {
                return MemberOutcome.refused(WhyNot.TOO_MANY_SITES);
            }
            if (taken(organisationId, "", terms)) {
                return MemberOutcome.refused(WhyNot.SITE_ADDRESS_TAKEN);
            }
            Sites.Registered done = sites.register(organisationId, terms, now);
            record(
                    new AuditEvent.SiteRegistered(
                            actor.accountId(), organisationId, done.site().id(), terms.name()),
                    origin,
                    now);
            return new MemberOutcome.Done<>(done);
        });
    }

    /// Changes what was agreed.
    public MemberOutcome<Site> change(
            Session by, String organisationId, String siteId, SiteTerms terms, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, siteId, site -> {
            if (taken(organisationId, siteId, terms)) {
                return MemberOutcome.refused(WhyNot.SITE_ADDRESS_TAKEN);
            }
            List<String> changed = SiteFields.changed(site.terms(), terms);
            if (!changed.isEmpty()) {
                sites.change(site, terms);
                record(
                        new AuditEvent.SiteChanged(by.accountId(), organisationId, siteId, terms.name(), changed),
                        origin,
                        now);
            }
            return new MemberOutcome.Done<>(sites.byId(siteId).orElseThrow());
        });
    }

    /// Gives the site's proxy another secret. The one before works on for a day, or not at all.
    public MemberOutcome<Sites.Registered> rotate(
            Session by, String organisationId, String siteId, boolean atOnce, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, siteId, site -> {
            Token secret = sites.rotate(site, atOnce, now);
            record(
                    new AuditEvent.SiteSecretReplaced(
                            by.accountId(), organisationId, siteId, site.terms().name(), atOnce),
                    origin,
                    now);
            return new MemberOutcome.Done<>(
                    new Sites.Registered(sites.byId(siteId).orElseThrow(), secret));
        });
    }

    /// Removes the site: nobody is let into it any more.
    public MemberOutcome<MemberOutcome.Nothing> remove(
            Session by, String organisationId, String siteId, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, siteId, site -> {
            sites.remove(site);
            record(
                    new AuditEvent.SiteRemoved(
                            by.accountId(), organisationId, siteId, site.terms().name()),
                    origin,
                    now);
            return MemberOutcome.done();
        });
    }
}
