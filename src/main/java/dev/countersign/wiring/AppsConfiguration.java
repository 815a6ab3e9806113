package dev.countersign.wiring;

import dev.countersign.ground.outside.OutsideCalls;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.LogoutDelivery;
import dev.countersign.journeys.authorization.LogoutPost;
import dev.countersign.journeys.organisation.OrganisationClients;
import dev.countersign.journeys.organisation.OrganisationKeys;
import dev.countersign.journeys.organisation.OrganisationVerifyApps;
import dev.countersign.journeys.organisation.OrganisationWebhooks;
import dev.countersign.journeys.organisation.WebhookDeliveries;
import dev.countersign.journeys.reference.ReferenceChallenges;
import dev.countersign.journeys.reference.ReferenceEnrolments;
import dev.countersign.journeys.reference.ReferenceRooms;
import dev.countersign.journeys.reference.References;
import dev.countersign.journeys.reference.VerifyKeys;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.pages.EventMessage;
import dev.countersign.pages.Languages;
import dev.countersign.people.client.Clients;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.webhook.Webhooks;
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
    ReferenceRooms referenceRooms(SignInRooms rooms, SlowHashes hashes) {
        return ReferenceRooms.on(rooms, hashes);
    }

    @Bean
    OrganisationVerifyApps organisationVerifyApps(
            SignInRooms rooms, StepUps stepUps, ReferenceRooms references, Installation installation) {
        return new OrganisationVerifyApps(rooms, stepUps, references.apps(), installation.baseUrl());
    }

    @Bean
    VerifyKeys verifyKeys(ReferenceRooms rooms) {
        return new VerifyKeys(rooms);
    }

    @Bean
    References references(ReferenceRooms rooms) {
        return new References(rooms);
    }

    @Bean
    ReferenceEnrolments referenceEnrolments(ReferenceRooms rooms) {
        return new ReferenceEnrolments(rooms);
    }

    @Bean
    ReferenceChallenges referenceChallenges(ReferenceRooms rooms) {
        return new ReferenceChallenges(rooms);
    }

    @Bean
    Webhooks webhooks(SignInRooms rooms) {
        return new Webhooks(rooms.db(), rooms.box(), rooms.tokens());
    }

    @Bean
    OrganisationWebhooks organisationWebhooks(
            SignInRooms rooms, StepUps stepUps, Webhooks webhooks, OutsideCalls calls) {
        return new OrganisationWebhooks(rooms, stepUps, webhooks, calls);
    }

    // The commands of an operator deliver nothing, and have no pages to word it with.
    @Bean
    @Lazy
    WebhookDeliveries webhookDeliveries(
            SignInRooms rooms, Webhooks webhooks, OutsideCalls calls, Languages languages, Installation installation) {
        return new WebhookDeliveries(rooms, webhooks, calls, new EventMessage(languages), installation.baseUrl());
    }

    @Bean
    @Lazy
    AppRooms appRooms(SignInRooms rooms, Visits visits, Clients clients, Installation installation) {
        return new AppRooms(rooms, visits, clients, installation.baseUrl());
    }

    @Bean
    @Lazy
    LogoutDelivery logoutDelivery(OutsideCalls calls) {
        return new LogoutPost(calls);
    }

    @Bean
    OutsideCalls outsideCalls(Settings settings) {
        return new OutsideCalls(settings.apps().privateTargets(settings.baseUrl()));
    }
}
