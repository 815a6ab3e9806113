package dev.countersign.doors.web;

import dev.countersign.ground.store.StoreUnavailable;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.pages.Look;
import dev.countersign.pages.Place;
import dev.countersign.pages.Who;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.organisation.Installation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whose look a page has: of the organisation that a page of an organisation is about; of the one that manages the
/// account of whoever is signed in or has given the right password; else of this server. What somebody typed never
/// decides: an address would tell where its owner works. Whom to ask is said earlier: also to whoever opens a link
/// that was mailed to an account, and on a device that is remembered for one.
@Component
final class Looks {
    private final Brands brands;
    private final Visits visits;
    private final Installation installation;

    Looks(Brands brands, Visits visits, Installation installation) {
        this.brands = brands;
        this.visits = visits;
        this.installation = installation;
    }

    Look of(Browser browser, @Nullable Who who) {
        try {
            return about(browser, who)
                    .flatMap(brands::of)
                    .or(() -> browser.known().flatMap(brands::managing))
                    .map(brand -> Look.of(brand, installation))
                    .or(() -> browser.worn().map(own()::wearing))
                    .orElseGet(() -> helped(browser));
        } catch (StoreUnavailable away) {
            return own();
        }
    }

    private Look helped(Browser browser) {
        return browser.helped()
                .or(() -> visits.rememberedFor(browser.deviceToken()))
                .flatMap(brands::managing)
                .map(own()::helpedBy)
                .orElseGet(this::own);
    }

    Look own() {
        return Look.of(installation);
    }

    private static Optional<String> about(Browser browser, @Nullable Who who) {
        return who != null && browser.request().getRequestURI().startsWith("/organisation/")
                ? who.place().map(Place::id)
                : Optional.empty();
    }
}
