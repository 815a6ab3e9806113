package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The overview and the audit log of an organisation, on their pages, in both themes and at all widths.
@ExtendWith(Chromium.class)
class AuditPagesTest {
    private static final RunningServer SERVER = RunningServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void ownerWhenLookingAtTheOrganisationThenSeesHowFarItIsAndWhatHappened() throws IOException {
        try (Window owner = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member boss = Member.enrolled(owner);
            owner.open("/settings/organisations/new")
                    .fill("Organisation", "Linden & Hart")
                    .press("Create organisation");
            owner.follow("Overview").at("/organisation/overview").says("1 of 1").says("100% today");
            owner.says("Nothing right now.").saysNot("Not set up yet");

            Member late = Member.signedUp(other);
            other.open(OrganisationTest.invited(owner, late.email()))
                    .press("Join")
                    .at("/settings/organisations");
            other.follow("Let it help me Linden & Hart")
                    .press("Let it help me")
                    .says("From now on this organisation helps you.");
            owner.open("/organisation/overview").says("1 of 2").says("1 member has not set it up");
            owner.press("Remind all 1");
            if (owner.path().startsWith("/confirm")) {
                owner.fill("6-digit code", boss.phone().nextCode())
                        .press("Confirm")
                        .at("/organisation/overview");
                owner.press("Remind all 1");
            }
            owner.says("This server cannot send mail.");
            owner.press("Remind " + late.name()).says("This server cannot send mail.");
            owner.open("/organisation/overview")
                    .follow("1 member has not set it up")
                    .at("/organisation/users");
            owner.says(late.name());
            SERVER.clock().advance(Duration.ofDays(1));

            owner.open("/organisation/audit")
                    .says(late.name() + " joined")
                    .says(boss.name() + " made the organisation");
            owner.open("/organisation/audit?type=member").says("joined").saysNot("signed in");
            owner.open("/organisation/audit?person=" + late.email())
                    .says(late.name())
                    .saysNot("made the organisation");
            owner.open("/organisation/audit?person=nobody-of-that-name").says("No one matches");
            owner.open("/organisation/audit?from=2001-01-01&to=2001-01-02").says("Nothing matches.");
            owner.follow("Clear the filter").at("/organisation/audit");
            Path csv = owner.download(() -> owner.link("Export CSV").click());
            String table = Files.readString(csv);
            assertThat(table).startsWith("\uFEFF\"at\",\"type\",\"sentence\"").contains("member-joined", late.id());
            Path lines = owner.download(() -> owner.link("Export NDJSON").click());
            assertThat(Files.readAllLines(lines)).isNotEmpty().allMatch(line -> line.startsWith("{\"id\":"));
            owner.open("/organisation/audit?type=audit-exported").says("exported the audit log");

            other.open("/settings/security/activity?type=sign-in").says("Signed");
            other.open("/settings/security/activity?type=rescue").says("Nothing matches.");
            assertThat(other.open("/organisation/audit").status()).isEqualTo(403);
            assertThat(other.open("/organisation/overview").status()).isEqualTo(403);
        }
    }
}
