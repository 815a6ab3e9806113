package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static dev.countersign.testing.Journeys.changed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.rules.policy.PolicyFault;
import dev.countersign.rules.policy.Preset;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

class OrganisationPoliciesTest {

    @EachDatabase
    void policyWhenSetByAnOwnerThenReadBackAndOnRecordFieldByField(Databases databases) {
        House house = enrolledHouse(databases);
        OrganisationPolicies policies = house.journeys.organisationPolicies;
        assertThat(done(policies.read(house.of(house.owner), house.id)).policy())
                .isEqualTo(Preset.DEFAULT.policy());

        set(house, p -> p.enrolment(Enrolment.REQUIRED).idleMinutes(60));

        assertThat(done(policies.read(house.of(house.owner), house.id)).policy().idleMinutes())
                .isEqualTo(60);
        assertThat(latest(house))
                .contains(house.owner.account.id(), "enrolment", "recommended", "required", "idleMinutes", "60")
                .doesNotContain("backupCodes");
        long before = events(house);
        set(house, p -> p.enrolment(Enrolment.REQUIRED).idleMinutes(60));
        assertThat(events(house)).isEqualTo(before);
    }

    @EachDatabase
    void policyWhenSetByOthersOrStaleOrWithoutAnOwnMethodThenStaysAsItIs(Databases databases) {
        House house = enrolledHouse(databases);
        House elsewhere = House.in(house.journeys);
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person member = house.member(Role.MEMBER);
        OrganisationPolicies policies = house.journeys.organisationPolicies;
        Policy strict = changed(p -> p.enrolment(Enrolment.REQUIRED));

        refused(policies.set(house.of(admin), house.id, strict, HOME), WhyNot.OWNERS_ONLY);
        refused(policies.set(house.of(member), house.id, strict, HOME), WhyNot.NOT_ALLOWED);
        refused(policies.read(house.of(member), house.id), WhyNot.NOT_ALLOWED);
        refused(policies.preview(house.of(member), house.id, strict), WhyNot.NOT_ALLOWED);
        refused(policies.read(elsewhere.of(elsewhere.owner), house.id), WhyNot.NOT_THERE);
        refused(policies.set(elsewhere.of(elsewhere.owner), house.id, strict, HOME), WhyNot.NOT_THERE);
        refused(policies.set(elsewhere.of(elsewhere.owner), elsewhere.id, strict, HOME), WhyNot.OWN_METHOD_FIRST);
        Policy nothingLeft = changed(p -> p.factors(FactorType.SMS));
        refused(policies.set(house.of(house.owner), house.id, nothingLeft, HOME), WhyNot.POLICY_NOT_USABLE);
        refused(policies.preview(house.of(house.owner), house.id, nothingLeft), WhyNot.POLICY_NOT_USABLE);
        assertThat(policies.faults(nothingLeft)).extracting(PolicyFault::field).containsExactly("factors");
        Session stale = house.of(house.owner);
        house.journeys.clock.advance(Duration.ofHours(1));
        refused(policies.set(stale, house.id, strict, HOME), WhyNot.STEP_UP);
        assertThat(done(policies.read(stale, house.id)).policy()).isEqualTo(Preset.DEFAULT.policy());
        assertThat(done(policies.read(stale, house.id)).changeable()).isTrue();
    }

    @EachDatabase
    void previewWhenAskedThenCountsWhatSavingDoes(Databases databases) {
        House house = enrolledHouse(databases);
        Journeys journeys = house.journeys;
        house.member(Role.MEMBER);
        Journeys.Person withApp = joined(house, journeys.enrolled());
        withApp.signIn(true);
        Journeys.Person old = house.member(Role.MEMBER);
        SignedIn oldSession = as(SignedIn.class, old.start());
        Journeys.Person elsewhereToo = house.member(Role.MEMBER);
        as(SignedIn.class, elsewhereToo.start());
        String other = journeys.rooms.organisations().create("Other", elsewhereToo.account.id(), now(journeys));
        journeys.rooms.policies().set(other, changed(p -> p.sessionMinutes(60)), now(journeys));
        journeys.clock.advance(Duration.ofHours(13));
        Session owner = house.of(house.owner);

        Policy strict = changed(p -> p.factors(FactorType.TOTP)
                .enrolment(Enrolment.REQUIRED)
                .rememberDevice(RememberDevice.OFF)
                .sessionMinutes(12 * 60));
        PolicyImpact impact = done(journeys.organisationPolicies.preview(owner, house.id, strict));

        assertThat(impact.members()).isEqualTo(5);
        assertThat(impact.notEnrolled()).isEqualTo(3);
        assertThat(impact.usingDisallowedFactors()).isZero();
        assertThat(impact.devicesForgotten()).isEqualTo(1);
        // The session of whom the other organisation signs out after an hour was over before.
        assertThat(impact.sessionsEnded()).isPositive().isEqualTo((int) journeys.count(
                "select count(*) from session s join account a on a.id = s.account_id and a.epoch = s.epoch"
                        + " join membership m on m.account_id = a.id where m.organisation_id = ?"
                        + " and s.created_at < ? and a.id <> ?",
                house.id,
                now(journeys).minus(Duration.ofHours(12)).toEpochMilli(),
                elsewhereToo.account.id()));
        assertThat(old.present(oldSession)).isTrue();
        assertThat(impact.dueAt()).isNull();
        done(journeys.organisationPolicies.set(owner, house.id, strict, HOME));
        assertThat(old.present(oldSession)).isFalse();
        assertThat(journeys.rooms.devices().list(withApp.account.id(), now(journeys)))
                .isEmpty();
        assertThat(withApp.start()).isInstanceOf(Challenged.class);
        assertThat(latest(house)).contains("\"devicesForgotten\":1");
    }

    @EachDatabase
    void previewWhenMethodsAreDisallowedThenCountsWhoUsesThem(Databases databases) {
        House house = house(Journeys.withTexts(databases, p -> p));
        Journeys journeys = house.journeys;
        joined(house, journeys.enrolled());
        journeys.db.inTransaction(() -> journeys.db
                .sql()
                .sql("insert into factor (account_id, id, type, label, enrolled_at)"
                        + " select account_id, 'sms-' || account_id, 'sms', 'Phone', 0 from membership")
                .update());

        PolicyImpact impact = done(journeys.organisationPolicies.preview(
                house.of(house.owner), house.id, changed(p -> p.factors(FactorType.TOTP))));

        assertThat(impact.usingDisallowedFactors()).isEqualTo(2);
        assertThat(impact.disallowed()).isEqualTo(Map.of(FactorType.SMS, 2));
    }

    @EachDatabase
    void policyWhenTightenedDuringASignInThenTheSignInEndsAsItAsks(Databases databases) {
        House house = enrolledHouse(databases);
        Journeys.Person person = joined(house, house.journeys.enrolled());
        Session owner = house.of(house.owner);
        Challenged challenged = person.challenged();

        done(house.journeys.organisationPolicies.set(
                owner, house.id, changed(p -> p.rememberDevice(RememberDevice.OFF)), HOME));

        house.journeys.clock.advance(Duration.ofSeconds(30));
        as(SignedIn.class, person.answer(challenged, FactorType.TOTP, person.code(), true));
        assertThat(person.start()).as("nothing is remembered").isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void policyWhenTightenedThenOpenSessionsOweAtTheNextRequest(Databases databases) {
        House house = enrolledHouse(databases);
        Journeys.Person bare = house.member(Role.MEMBER);
        SignedIn in = as(SignedIn.class, bare.start());
        Journeys.Person outsider = house.journeys.person();
        SignedIn outside = as(SignedIn.class, outsider.start());
        assertThat(bare.present(in)).isTrue();

        set(house, p -> p.enrolment(Enrolment.REQUIRED));

        String token = in.token().text();
        assertThat(house.journeys.visits.present(token)).isInstanceOf(Presence.Owing.class);
        assertThat(outsider.present(outside)).isTrue();
        bare.device = null;
        as(MustEnrol.class, bare.start());
        set(house, p -> p.enrolment(Enrolment.OPTIONAL));
        assertThat(bare.present(in)).as("lifted again").isTrue();
    }

    @EachDatabase
    void factorWhenDisallowedThenFinishesNoSignInButProvesItsReplacement(Databases databases) {
        House house = house(Journeys.withTexts(databases, p -> p));
        Journeys.Person person = joined(house, house.journeys.enrolled());
        SignedIn in = person.signIn();

        set(house, p -> p.factors(FactorType.SMS).preferred(FactorType.SMS));

        assertThat(house.journeys.visits.present(in.token().text())).isInstanceOf(Presence.Owing.class);
        house.journeys.clock.advance(Duration.ofSeconds(30));
        Challenged challenged = person.challenged();
        MustEnrol must = as(MustEnrol.class, person.answer(challenged, FactorType.TOTP, person.code(), false));
        assertThat(house.journeys.enrolments.offered(new Enroller.ByGrant(must.grant())))
                .containsExactly(FactorType.SMS);
    }

    @EachDatabase
    void graceWhenAnotherOrganisationIsChangedOrAnotherFieldThenIsNotPutOff(Databases databases) {
        House house = enrolledHouse(databases);
        Journeys journeys = house.journeys;
        Journeys.Person person = house.member(Role.MEMBER);
        set(house, p -> p.enrolment(Enrolment.REQUIRED).graceDays(14));
        Instant due = due(journeys, person);
        assertThat(due).isEqualTo(now(journeys).plus(Duration.ofDays(14)));

        journeys.clock.advance(Duration.ofDays(10));
        String own = journeys.rooms.organisations().create("Mine", person.account.id(), now(journeys));
        journeys.rooms
                .policies()
                .set(own, changed(p -> p.enrolment(Enrolment.REQUIRED).graceDays(90)), now(journeys));
        set(house, p -> p.enrolment(Enrolment.REQUIRED).graceDays(14).backupCodes(5));

        assertThat(due(journeys, person)).isEqualTo(due);
        set(house, p -> p.enrolment(Enrolment.REQUIRED).graceDays(20));
        assertThat(due(journeys, person)).isEqualTo(now(journeys).plus(Duration.ofDays(20)));
        set(house, p -> p.enrolment(Enrolment.REQUIRED).graceDays(0));
        assertThat(journeys.rooms.policies().effective(person.account.id()).graceUntil(person.account.createdAt()))
                .isNull();
    }

    @EachDatabase
    void policyWhenSetByTwoOwnersAtOnceThenTheRecordIsWithoutAGap(Databases databases) throws Exception {
        House house = enrolledHouse(databases);
        Session owner = house.of(house.owner);
        OrganisationPolicies policies = house.journeys.organisationPolicies;

        try (var threads = java.util.concurrent.Executors.newFixedThreadPool(2)) {
            var first = threads.submit(() -> policies.set(owner, house.id, changed(p -> p.backupCodes(3)), HOME));
            var second = threads.submit(() -> policies.set(owner, house.id, changed(p -> p.backupCodes(4)), HOME));
            done(first.get());
            done(second.get());
        }

        int last = done(policies.read(owner, house.id)).policy().backupCodes();
        String changes = house.journeys
                .rows("select data from audit_event where type = 'policy-changed'")
                .toString();
        assertThat(changes).contains("\"before\":\"10\"", "\"before\":\"" + (7 - last) + "\"");
    }

    private static Instant due(Journeys journeys, Journeys.Person person) {
        return java.util.Objects.requireNonNull(
                journeys.rooms.policies().effective(person.account.id()).graceUntil(person.account.createdAt()));
    }

    private static House enrolledHouse(Databases databases) {
        return house(Journeys.on(databases));
    }

    /// One whose owner has an app.
    private static House house(Journeys journeys) {
        return House.of(journeys, journeys.enrolled());
    }

    private static Journeys.Person joined(House house, Journeys.Person person) {
        house.journeys
                .rooms
                .organisations()
                .join(person.account.id(), house.id, Role.MEMBER, true, now(house.journeys));
        return person;
    }

    private static void set(House house, UnaryOperator<PolicyBuilder> change) {
        done(house.journeys.organisationPolicies.set(house.of(house.owner), house.id, changed(change), HOME));
    }

    /// The newest event: who, and what.
    private static String latest(House house) {
        return house.journeys
                .rows("select actor_id, data from audit_event where type = 'policy-changed' order by id desc")
                .getFirst()
                .toString();
    }

    private static long events(House house) {
        return house.journeys.count("select count(*) from audit_event where type = 'policy-changed'");
    }

    private static Instant now(Journeys journeys) {
        return journeys.clock.instant();
    }
}
