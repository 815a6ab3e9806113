package dev.countersign.wiring;

import dev.countersign.doors.cli.Cli;
import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.audit.AuditSeals;
import dev.countersign.journeys.organisation.AuditLogs;
import dev.countersign.journeys.organisation.OperatorActions;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.organisation.Installation;
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
            Accounts accounts,
            Factors factors,
            Installation installation,
            AuditSeals auditSeals,
            AuditLogs auditLogs) {
        return new Cli.Rooms(
                signUps, passwords, resets, operatorActions, accounts, factors, installation, auditSeals, auditLogs);
    }

    @Bean
    Cli cli(Cli.Rooms rooms) {
        return new Cli(rooms);
    }
}
