package dev.countersign.wiring;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.LogoutDelivery;
import dev.countersign.journeys.authorization.LogoutPost;
import dev.countersign.journeys.organisation.OrganisationClients;
import dev.countersign.journeys.organisation.OrganisationKeys;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.client.Clients;
import dev.countersign.people.organisation.Installation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/// The rooms of apps, made when somebody first asks for them: a server without apps does without.
@Configuration(proxyBeanMethods = false)
class AppsConfiguration {
    @Bean
    Clients clients(Db db, Tokens tokens) {
        return new Clients(db, tokens);
    }

    @Bean
    OrganisationClients organisationClients(SignInRooms rooms, StepUps stepUps, Clients clients) {
        return new OrganisationClients(rooms, stepUps, clients);
    }

    @Bean
    OrganisationKeys organisationKeys(SignInRooms rooms, StepUps stepUps, Installation installation) {
        return new OrganisationKeys(rooms, stepUps, installation.baseUrl());
    }

    @Bean
    @Lazy
    AppRooms appRooms(SignInRooms rooms, Visits visits, Clients clients, Installation installation) {
        return new AppRooms(rooms, visits, clients, installation.baseUrl());
    }

    @Bean
    @Lazy
    LogoutDelivery logoutDelivery(Settings settings) {
        return new LogoutPost(settings.apps().privateTargets(settings.baseUrl()));
    }
}
