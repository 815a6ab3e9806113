package dev.countersign.doors.web;

import dev.countersign.pages.Moment;
import dev.countersign.pages.Place;
import dev.countersign.pages.Times;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Which organisation a page is about: the one that the form was made for, else the one chosen in this browser,
/// else the first that the person looks after. Whether they may is for the journeys to say.
@Component
final class Places {
    private final Organisations organisations;
    private final InstantSource clock;

    Places(Organisations organisations, InstantSource clock) {
        this.clock = clock;
        this.organisations = organisations;
    }

    /// The id of the organisation; "" where the person belongs to none. A form says for which one it was made, so
    /// that it does not act on another that was chosen in the meantime, in another tab.
    String here(SignedIn visit) {
        Browser browser = visit.browser();
        if (browser.request().getMethod().equals("POST")) {
            return browser.field("organisation");
        }
        String named = browser.field("organisation");
        if (!named.isEmpty()) {
            // An address that names one is about that one, whoever follows it; another one instead would mislead.
            return named;
        }
        return here(browser, organisations.memberships(visit.account().id()))
                .map(Membership::organisationId)
                .orElse("");
    }

    private static Optional<Membership> here(Browser browser, List<Membership> memberships) {
        String chosen =
                browser.field("organisation").isEmpty() ? browser.organisation() : browser.field("organisation");
        return memberships.stream()
                .filter(m -> m.organisationId().equals(chosen))
                .findFirst()
                .or(() -> memberships.stream()
                        .filter(m -> m.role() != Role.MEMBER)
                        .findFirst())
                .or(() -> memberships.stream().findFirst());
    }

    /// A day as the person reads it, or null.
    @Nullable
    Moment day(SignedIn visit, @Nullable Instant at) {
        return at == null ? null : new Times(visit.browser().words(), visit.zone(), clock.instant()).day(at);
    }

    /// All that the person belongs to, for menus.
    List<Place> of(SignedIn visit) {
        List<Membership> memberships = organisations.memberships(visit.account().id());
        String here = here(visit.browser(), memberships)
                .filter(m -> m.role() != Role.MEMBER)
                .map(Membership::organisationId)
                .orElse("");
        return memberships.stream()
                .map(m -> new Place(
                        m.organisationId(),
                        m.organisationName(),
                        m.role().word(),
                        m.managing(),
                        m.organisationId().equals(here),
                        day(visit, m.eraseAt())))
                .toList();
    }
}
