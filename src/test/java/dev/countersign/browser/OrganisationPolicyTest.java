package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The rules of an organisation, from the owner's page to the members they hold for.
@ExtendWith(Chromium.class)
class OrganisationPolicyTest {

    @Test
    void ownerWhenDemandingTheSecondStepThenMembersAreLedToItAndLetGoAgain() {
        try (RunningServer server = RunningServer.start();
                Window owner = Window.withoutScripts(server);
                Window other = Window.of(server)) {
            Member boss = Member.enrolled(owner);
            owner.open("/settings/organisations/new")
                    .fill("Organisation", "Linden & Hart")
                    .press("Create organisation");
            Member member = Member.signedUp(other);
            join(server, boss, member);
            server.clock().advance(Duration.ofHours(1));

            owner.open("/organisation/users").follow("Security rules").at("/organisation/security");
            owner.follow("Required, reset by an admin");
            assertThat(owner.page()
                            .getByLabel("Require two-factor authentication for all members")
                            .isChecked())
                    .isTrue();
            owner.fill("Backup codes in a set (0 to 20)", "21").press("See who is affected");
            owner.says("Give a number from 0 to 20.");
            owner.fill("Backup codes in a set (0 to 20)", "8").press("See who is affected");
            owner.at("/confirm").fill("6-digit code", boss.phone().nextCode()).press("Confirm");
            owner.at("/organisation/security/review")
                    .says("Everyone has to set up two-step sign-in, with an authenticator app")
                    .says("1 of 2 members has not set it up.");
            other.open("/settings/security").at("/settings/security");
            owner.press("Save rules").at("/organisation/security").says("The rules are saved.");

            other.reload().at("/setup").says("The owner of this account requires two-step sign-in for everyone.");
            assertThat(other.button("Not now").count()).isZero();

            owner.page()
                    .getByLabel("Require two-factor authentication for all members")
                    .uncheck();
            owner.press("See who is affected").at("/organisation/security/review");
            owner.says("Two-step sign-in is recommended to everyone").says("Nobody has to do anything.");
            owner.follow("Change something").at("/organisation/security").press("See who is affected");
            owner.press("Save rules").says("The rules are saved.");
            other.open("/settings/security").at("/settings/security");
            assertThat(other.open("/organisation/security").status()).isEqualTo(403);
        }
    }

    private static void join(RunningServer server, Member boss, Member member) {
        Organisations organisations = server.bean(Organisations.class);
        String id = organisations.memberships(boss.id()).getFirst().organisationId();
        organisations.join(member.id(), id, Role.MEMBER, true, server.clock().instant());
    }
}
