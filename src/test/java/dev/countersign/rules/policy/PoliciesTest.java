package dev.countersign.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.time.Instant;

class PoliciesTest {

    @EachDatabase
    void accountWhenInNoOrganisationThenTheInstallationsPolicyHolds(Databases databases) {
        Journeys journeys = Journeys.withTexts(
                databases, p -> p.enrolment(Enrolment.REQUIRED).graceDays(3));
        var person = journeys.person();

        EffectivePolicy effective = journeys.rooms.policies().effective(person.account.id());

        assertThat(effective.policy())
                .isEqualTo(Journeys.changed(p -> p.enrolment(Enrolment.REQUIRED).graceDays(3)));
        assertThat(effective.graceUntil(person.account.createdAt()))
                .isEqualTo(person.account.createdAt().plus(Duration.ofDays(3)));
    }

    @EachDatabase
    void policyWhenSetThenItIsReadBackWholeForEveryPreset(Databases databases) {
        Journeys journeys = Journeys.withTexts(databases, p -> p);
        var person = journeys.person();
        Instant now = journeys.clock.instant();
        String id = journeys.rooms.organisations().create("Herons", person.account.id(), now);

        for (Preset preset : Preset.values()) {
            journeys.rooms.policies().set(id, preset.policy(), now);
            assertThat(journeys.rooms.policies().effective(person.account.id()))
                    .isEqualTo(new EffectivePolicy(preset.policy(), now));
        }
        assertThatThrownBy(() ->
                        journeys.rooms.policies().set(id, Journeys.changed(p -> p.factors(FactorType.EMAIL)), now))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @EachDatabase
    void accountWhenInSeveralOrganisationsThenTheStrictestHoldsAndTheManagingOneDecidesItsFields(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        var person = journeys.person();
        Instant now = journeys.clock.instant();
        var organisations = journeys.rooms.organisations();
        String managing = organisations.create("First", person.account.id(), now);
        String other = organisations.create("Second", person.account.id(), now);
        journeys.rooms.policies().set(managing, Journeys.changed(p -> p.backupCodes(5)), now);
        journeys.rooms
                .policies()
                .set(
                        other,
                        Journeys.changed(p -> p.enrolment(Enrolment.REQUIRED).backupCodes(1)),
                        now);

        Policy policy = journeys.rooms.policies().effective(person.account.id()).policy();

        assertThat(policy.enrolment()).isEqualTo(Enrolment.REQUIRED);
        assertThat(policy.backupCodes()).isEqualTo(5);
    }

    @EachDatabase
    void organisationWhenItHasNoPolicyOfItsOwnThenTheInstallationsCountsForIt(Databases databases) {
        Journeys journeys =
                Journeys.on(databases, p -> p.enrolment(Enrolment.REQUIRED).backupCodes(7));
        var person = journeys.person();
        Instant now = journeys.clock.instant();
        var organisations = journeys.rooms.organisations();
        organisations.create("Follows the installation", person.account.id(), now);
        String other = organisations.create("Lenient", person.account.id(), now);
        journeys.rooms.policies().set(other, Journeys.changed(p -> p.enrolment(Enrolment.OPTIONAL)), now);

        EffectivePolicy effective = journeys.rooms.policies().effective(person.account.id());

        assertThat(effective.policy().enrolment()).isEqualTo(Enrolment.REQUIRED);
        assertThat(effective.policy().backupCodes()).isEqualTo(7);
        assertThat(effective.graceUntil(person.account.createdAt())).isNull();
    }
}
