package dev.countersign.doors.web;

import dev.countersign.pages.Moment;
import dev.countersign.pages.Place;
import dev.countersign.pages.Times;
import dev.countersign.people.organisation.Membership;
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
    private static final int MARK = 6;

    private final InstantSource clock;

    Places(InstantSource clock) {
        this.clock = clock;
    }

    /// The id of the organisation; "" where the person belongs to none. A form says for which one it was made: where
    /// another was chosen in the meantime, in another tab, it is refused before it acts.
    ///
    /// @throws OtherOrganisation for a form of an organisation of theirs that is not the one looked at
    String here(SignedIn visit) {
        Browser browser = visit.browser();
        List<Membership> memberships = visit.present().memberships();
        String named = browser.field("organisation");
        if (browser.request().getMethod().equals("POST")) {
            madeFor(visit, named, memberships);
            return named;
        }
        if (!named.isEmpty()) {
            boolean theirs =
                    memberships.stream().anyMatch(m -> m.organisationId().equals(named));
            if (theirs && !named.equals(browser.organisation())) {
                // An address that names its organisation leads there, and what follows stays there.
                browser.choose(Cookies.ORGANISATION, named);
            }
            // It is about that one, whoever follows it; another one instead would mislead.
            return named;
        }
        return here(browser, memberships).map(Membership::organisationId).orElse("");
    }

    private static void madeFor(SignedIn visit, String named, List<Membership> memberships) {
        Optional<Membership> made = memberships.stream()
                .filter(m -> m.organisationId().equals(named))
                .findFirst();
        Optional<Membership> now = here(visit.browser().organisation(), memberships);
        if (made.isPresent()
                && now.filter(m -> !m.organisationId().equals(named)).isPresent()) {
            throw new OtherOrganisation(visit, made.get(), now.get());
        }
    }

    private static Optional<Membership> here(Browser browser, List<Membership> memberships) {
        String named = browser.field("organisation");
        return here(named.isEmpty() ? browser.organisation() : named, memberships);
    }

    private static Optional<Membership> here(String chosen, List<Membership> memberships) {
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
    Moment ending(SignedIn visit, @Nullable Instant at) {
        return at == null ? null : day(visit, at);
    }

    private Moment day(SignedIn visit, Instant at) {
        return new Times(visit.browser().words(), visit.zone(), clock.instant()).day(at);
    }

    /// Whoever may found an organisation may call it like another: the end of the id tells them apart.
    private static String mark(Membership one, List<Membership> all) {
        boolean alone = all.stream()
                .noneMatch(m -> !m.organisationId().equals(one.organisationId())
                        && m.organisationName()
                                .strip()
                                .equalsIgnoreCase(one.organisationName().strip()));
        return alone
                ? ""
                : one.organisationId()
                        .substring(Math.max(0, one.organisationId().length() - MARK));
    }

    /// What the person is in the organisation that this page, or this form, is about.
    Role role(SignedIn visit) {
        return here(visit.browser(), visit.present().memberships())
                .map(Membership::role)
                .orElse(Role.MEMBER);
    }

    /// All that the person belongs to, for menus.
    List<Place> of(SignedIn visit) {
        List<Membership> memberships = visit.present().memberships();
        String here = here(visit.browser(), memberships)
                .filter(m -> m.role() != Role.MEMBER)
                .map(Membership::organisationId)
                .orElse("");
        return memberships.stream()
                .map(m -> new Place(
                        m.organisationId(),
                        m.organisationName(),
                        mark(m, memberships),
                        day(visit, m.since()),
                        m.role().word(),
                        m.managing(),
                        m.organisationId().equals(here),
                        ending(visit, m.eraseAt())))
                .toList();
    }
}
