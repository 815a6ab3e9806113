package dev.countersign.wiring;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.entry.EntryRooms;
import dev.countersign.journeys.organisation.OrganisationSites;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.site.Sites;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/// The rooms of sites behind a proxy; the journeys are made when the first proxy asks.
@Configuration(proxyBeanMethods = false)
class SitesConfiguration {
    @Bean
    Sites sites(Db db, Tokens tokens) {
        return new Sites(db, tokens);
    }

    @Bean
    OrganisationSites organisationSites(SignInRooms rooms, StepUps stepUps, Sites sites) {
        return new OrganisationSites(rooms, stepUps, sites);
    }

    @Bean
    @Lazy
    EntryRooms entryRooms(SignInRooms rooms, Visits visits, Sites sites, Settings settings) {
        return new EntryRooms(
                rooms,
                visits,
                sites,
                settings.databaseSettings(),
                settings.sites().cacheBytes());
    }
}
