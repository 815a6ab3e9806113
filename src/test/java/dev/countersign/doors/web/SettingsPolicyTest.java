package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What `/settings/security` says where policy demands a second step, with days of grace.
class SettingsPolicyTest {
    private static final RunningServer SERVER =
            RunningServer.start("countersign.policy.enrolment=required", "countersign.policy.grace-days=14");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void reminderWhenGraceLastsThenNamesItsLastDay() {
        PageClient ada = PageClient.signedUp(SERVER);
        ada.follow().send("/setup/later").follow();
        ada.shows("Add a second step before <b><time datetime=\"2026-01-19T", "From then on you need it to sign in.");
    }

    @Test
    void removeWhenPolicyDemandsAMethodThenIsRefusedWithItsReason() {
        PageClient ada = PageClient.enrolled(SERVER);
        ada.get("/settings/security/app").shows("Your organisation needs one method");
        ada.get("/settings/security/app/remove").leadsTo("/settings/security/app");

        String id = ada.get("/settings/security/app").found("name=\"id\" value=\"([^\"]+)\"");
        ada.post(
                "/settings/security/app/remove",
                ada.form("/settings/security/app").orElseThrow());
        ada.leadsTo("/settings/security/app").follow();
        assertThat(ada.found("name=\"id\" value=\"([^\"]+)\"")).isEqualTo(id);
    }
}
