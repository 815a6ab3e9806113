package dev.countersign.wiring;

import dev.countersign.doors.cli.Cli;
import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.audit.AuditSeals;
import dev.countersign.ground.store.Diagnosis;
import dev.countersign.journeys.departure.AccountDeletions;
import dev.countersign.journeys.departure.AccountExports;
import dev.countersign.journeys.organisation.AuditLogs;
import dev.countersign.journeys.organisation.OperatorActions;
import dev.countersign.journeys.organisation.OperatorOrganisations;
import dev.countersign.journeys.organisation.OrganisationPolicies;
import dev.countersign.journeys.organisation.Suspensions;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.delivery.Postman;
import dev.countersign.people.organisation.Invitations;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The command line's commands, with the rooms they use.
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {
    @Bean
    Cli.Rooms consoleRooms(
            SignUps signUps,
            PasswordChanges passwords,
            Resets resets,
            OperatorActions operatorActions,
            SignInRooms rooms,
            Cli.People people,
            Cli.Care care) {
        Factors factors = rooms.factors();
        return new Cli.Rooms(
                signUps,
                passwords,
                resets,
                operatorActions,
                rooms.accounts(),
                factors,
                care.installation(),
                people,
                care);
    }

    @Bean
    Cli.People consolePeople(
            SignInRooms rooms,
            Invitations invitations,
            OrganisationPolicies policies,
            Suspensions suspensions,
            AccountDeletions deletions,
            AccountExports exports) {
        return new Cli.People(
                rooms.organisations(),
                new OperatorOrganisations(rooms, invitations, policies),
                suspensions,
                deletions,
                exports);
    }

    @Bean
    Cli.Care consoleCare(
            SignInRooms rooms,
            AuditSeals auditSeals,
            AuditLogs auditLogs,
            Settings settings,
            ObjectProvider<Postman> postman) {
        return new Cli.Care(
                new Diagnosis(rooms.db(), rooms.clock()),
                rooms.outbox(),
                rooms.audit(),
                auditSeals,
                auditLogs,
                rooms.tokens(),
                rooms.clock(),
                settings.folder(),
                settings.installation(),
                gateways(settings),
                postman.getIfAvailable() != null);
    }

    private static List<Cli.Reach> gateways(Settings settings) {
        List<Cli.Reach> gateways = new ArrayList<>();
        settings.mail()
                .smtp(settings.name())
                .ifPresent(smtp -> gateways.add(new Cli.Reach("smtp", smtp.host(), smtp.port())));
        TextSettings text = settings.text();
        for (String name : text.gateways()) {
            String host = text.smpp().host();
            URI webhook = text.webhook().url();
            switch (name) {
                case "twilio" -> gateways.add(at(name, text.twilio().address()));
                case "vonage" -> gateways.add(at(name, text.vonage().address()));
                case "smpp" ->
                    gateways.add(new Cli.Reach(
                            name, host == null ? "" : host, text.smpp().port()));
                default -> {
                    if (webhook != null) {
                        gateways.add(at(name, webhook));
                    }
                }
            }
        }
        return List.copyOf(gateways);
    }

    private static Cli.Reach at(String name, URI address) {
        int usual = "https".equals(address.getScheme()) ? 443 : 80;
        return new Cli.Reach(name, address.getHost(), address.getPort() < 0 ? usual : address.getPort());
    }

    @Bean
    Cli cli(Cli.Rooms rooms) {
        return new Cli(rooms);
    }
}
