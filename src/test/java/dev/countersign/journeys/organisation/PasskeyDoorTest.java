package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static dev.countersign.testing.PasskeyHolder.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.PasskeySignIn;
import dev.countersign.journeys.signin.PasskeySignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignInOutcome.Suspended;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.SoftKey;

/// What is shut at the door of passwords is shut at that of passkeys, also for answers that were signed before.
class PasskeyDoorTest {
    /// A member with a passkey, who has just signed two questions: one alone, one after the password.
    private record Halfway(
            Journeys journeys,
            House house,
            Journeys.Person person,
            SoftKey key,
            String alone,
            Challenged challenged,
            String second) {
        static Halfway in(Databases databases) {
            Journeys journeys = Journeys.on(databases, policy -> policy.enrolment(Policy.Enrolment.OPTIONAL));
            House house = House.in(journeys);
            Journeys.Person person = house.member(Role.MEMBER);
            SoftKey key = SoftKey.es256("http://localhost");
            person.addPasskey(person.signIn(), key);
            String alone = key.get(
                    journeys.passkeySignIns.options(PAGE, HOME).orElseThrow().json());
            Challenged challenged = person.challenged();
            return new Halfway(journeys, house, person, key, alone, challenged, person.sign(challenged, key));
        }

        PasskeySignInOutcome alone(Journeys there) {
            return there.passkeySignIns.signIn(new PasskeySignIn(PAGE, alone, person.device, true, HOME));
        }

        VerifyOutcome second(Journeys there) {
            return there.person(person.account).answer(challenged, FactorType.PASSKEY, second, false);
        }

        Suspensions suspensions() {
            return new Suspensions(
                    journeys.rooms, journeys.stepUps, journeys.invitations, journeys.installation.baseUrl());
        }
    }

    @EachDatabase
    void memberWhenSuspendedMeanwhileThenNeitherAnswerOpensAnything(Databases databases) {
        Halfway way = Halfway.in(databases);
        done(way.suspensions()
                .suspend(way.house.of(way.house.owner), way.house.id, way.person.account.id(), "left", HOME));

        assertThat(way.alone(way.journeys)).isInstanceOf(Suspended.class);
        assertThat(way.second(way.journeys)).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(way.person.signIn(way.key)).isInstanceOf(Suspended.class);
        assertThat(way.person.start()).isInstanceOf(Suspended.class);

        done(way.suspensions().reactivate(way.house.of(way.house.owner), way.house.id, way.person.account.id(), HOME));
        assertThat(way.second(way.journeys)).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(way.person.signIn(way.key)).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void memberWhenResetMeanwhileThenThePasskeyIsNobodysAndEnrolmentIsOwed(Databases databases) {
        Halfway way = Halfway.in(databases);
        way.journeys.resets.reset(way.person.account.id(), null, "lost phone");

        assertThat(way.alone(way.journeys))
                .isInstanceOfSatisfying(
                        PasskeySignInOutcome.Refused.class,
                        refused -> assertThat(refused.unknown()).isNotNull());
        assertThat(way.second(way.journeys)).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(way.person.signIn(way.key)).isInstanceOf(PasskeySignInOutcome.Refused.class);
        assertThat(way.person.start()).isNotInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void memberWhenRemovedMeanwhileThenEntersWithoutTheOrganisation(Databases databases) {
        Halfway way = Halfway.in(databases);
        done(way.journeys.memberships.remove(
                way.house.of(way.house.owner), way.house.id, way.person.account.id(), HOME));

        SignedIn in = as(SignedIn.class, way.alone(way.journeys));
        assertThat(way.journeys.memberships.organisation(in.session(), way.house.id))
                .isNotInstanceOf(MemberOutcome.Done.class);
        assertThat(way.journeys.rooms.organisations().memberships(way.person.account.id()))
                .isEmpty();
    }

    @EachDatabase
    void policyWhenItIsStricterMeanwhileThenAnotherFactorIsOwedByBothWays(Databases databases) {
        Halfway way = Halfway.in(databases);
        Journeys stricter =
                way.journeys.restarted(policy -> policy.factors(FactorType.TOTP).enrolment(Policy.Enrolment.REQUIRED));

        assertThat(way.second(stricter)).isNotInstanceOf(SignedIn.class);
        assertThat(way.alone(stricter)).isInstanceOf(MustEnrol.class);
        assertThat(stricter.person(way.person.account).start()).isNotInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void passwordWhenVoidedThenThePasskeyAloneOpensNothing(Databases databases) {
        Halfway way = Halfway.in(databases);
        way.journeys.rooms.passwords().remove(way.person.account.id());

        assertThat(way.alone(way.journeys)).isEqualTo(new PasskeySignInOutcome.Refused(null));
        assertThat(way.person.start()).isInstanceOf(SignInOutcome.InvalidCredentials.class);
    }
}
