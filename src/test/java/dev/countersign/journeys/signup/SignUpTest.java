package dev.countersign.journeys.signup;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ways to get an account.
class SignUpTest {

    @EachDatabase
    void accountWhenMadeWithASignInThenItIsSignedInOnADeviceOfItsOwn(Databases databases) {
        Journeys journeys = Journeys.on(databases);

        var created = as(SignUpOutcome.Created.class, journeys.signUps.signUp(form("  Ada@Example.org ", null, null)));

        assertThat(created.account().email()).isEqualTo("Ada@Example.org");
        assertThat(created.account().operator()).isFalse();
        SignedIn in = as(SignedIn.class, created.entered());
        assertThat(in.device()).isNotNull();
        assertThat(journeys.person(created.account()).present(in)).isTrue();

        Journeys required = Journeys.on(databases, p -> p.enrolment(Enrolment.REQUIRED));
        var owing = as(SignUpOutcome.Created.class, required.signUps.signUp(form("bea@example.org", null, null)));
        assertThat(owing.entered()).isInstanceOf(SignInOutcome.MustEnrol.class);
        assertThat(required.count("select count(*) from session")).isZero();
    }

    @EachDatabase
    void formWhenItHasFlawsThenEachIsSaidAndNothingIsMade(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        as(SignUpOutcome.Created.class, journeys.signUps.signUp(form("taken@example.org", null, null)));

        assertThat(flaws(journeys, new NewAccount("", "", "", null, "en", "UTC", true, null, HOME)))
                .containsExactly(
                        new Flaw("name", "missing"), new Flaw("email", "missing"), new Flaw("password", "too-short"));
        assertThat(flaws(journeys, new NewAccount("no", "password1", "\u202e", null, "en", "UTC", true, null, HOME)))
                .containsExactly(
                        new Flaw("name", "not-a-name"),
                        new Flaw("email", "not-an-address"),
                        new Flaw("password", "leaked"));
        assertThat(flaws(
                        journeys,
                        new NewAccount(
                                "grey.heron@example.org", "grey.heron1", "G", null, "en", "UTC", true, null, HOME)))
                .containsExactly(new Flaw("password", "personal"));
        assertThat(flaws(journeys, form("TAKEN@example.org", null, null))).containsExactly(new Flaw("email", "taken"));
        assertThat(journeys.count("select count(*) from account")).isEqualTo(1);
    }

    @EachDatabase
    void signUpWhenByInvitationOnlyThenALinkIsNeededAndWorksOnceForItsAddress(Databases databases) {
        Journeys journeys = Journeys.on(databases).invitedOnly();
        String open = journeys.signUps.invite(null, Duration.ofDays(7)).text();
        String bound =
                journeys.signUps.invite("Ada@Example.org", Duration.ofDays(7)).text();

        assertThat(journeys.signUps.signUp(form("ada@example.org", null, null)))
                .isInstanceOf(SignUpOutcome.InvitationNeeded.class);
        assertThat(journeys.signUps.signUp(form("ada@example.org", "cs_invitation_nonsense", null)))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);
        assertThat(journeys.signUps.invitationGood(open)).contains("");
        assertThat(journeys.signUps.invitationGood(bound)).contains("ada@example.org");
        assertThat(flaws(journeys, form("eve@example.org", bound, null)))
                .containsExactly(new Flaw("email", "not-invited"));
        assertThat(journeys.signUps.signUp(form("ADA@example.org", bound, null)))
                .isInstanceOf(SignUpOutcome.Created.class);
        // A taken address does not use the link up.
        assertThat(flaws(journeys, form("ada@example.org", open, null))).containsExactly(new Flaw("email", "taken"));
        assertThat(journeys.signUps.signUp(form("bea@example.org", open, null)))
                .isInstanceOf(SignUpOutcome.Created.class);
        assertThat(journeys.signUps.signUp(form("cas@example.org", open, null)))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);
        assertThat(journeys.count("select count(*) from audit_event where type = 'link-reused'"))
                .isEqualTo(1);
        assertThat(journeys.count("select count(*) from audit_event where type = 'invitation-accepted'"))
                .isEqualTo(2);
        assertThat(journeys.count("select count(*) from audit_event where type = 'invitation-created'"))
                .isEqualTo(2);
    }

    @EachDatabase
    void invitationWhenItsTimeIsOverThenItWorksNoMore(Databases databases) {
        Journeys journeys = Journeys.on(databases).invitedOnly();
        String link = journeys.signUps.invite(null, Duration.ofDays(7)).text();
        journeys.clock.advance(Duration.ofDays(7));

        assertThat(journeys.signUps.invitationGood(link)).isEmpty();
        assertThat(journeys.signUps.signUp(form("ada@example.org", link, null)))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);
    }

    @EachDatabase
    void firstStartWhenDoneThenOperatorAndOrganisationAreThereAndNoLinkWorksAgain(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        String first = journeys.signUps.newSetUpLink().orElseThrow().text();
        String second = journeys.signUps.newSetUpLink().orElseThrow().text();
        assertThat(journeys.signUps.setUpLinkGood(first)).isFalse();
        assertThat(journeys.signUps.firstStart(first, form("op@example.org", null, null), "Herons"))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);
        assertThat(as(
                                SignUpOutcome.Refused.class,
                                journeys.signUps.firstStart(second, form("op@example.org", null, null), " "))
                        .flaws())
                .containsExactly(new Flaw("organisation", "missing"));

        var created = as(
                SignUpOutcome.Created.class,
                journeys.signUps.firstStart(second, form("op@example.org", null, null), "Herons Ltd"));

        assertThat(created.account().operator()).isTrue();
        assertThat(journeys.rooms.organisations().memberships(created.account().id()))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.role()).isEqualTo(Role.OWNER);
                    assertThat(m.managing()).isTrue();
                    assertThat(m.organisationName()).isEqualTo("Herons Ltd");
                });
        assertThat(journeys.signUps.firstStartDone()).isTrue();
        assertThat(journeys.signUps.newSetUpLink()).isEmpty();
        assertThat(journeys.signUps.firstStart(second, form("two@example.org", null, null), "Others"))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);
        assertThat(journeys.count("select count(*) from account")).isEqualTo(1);
        assertThat(journeys.events(journeys.person(created.account()))).contains("first-start-completed");
    }

    @EachDatabase
    void setUpLinkWhenAnHourOldThenItWorksNoMore(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        String link = journeys.signUps.newSetUpLink().orElseThrow().text();
        journeys.clock.advance(Duration.ofHours(1));

        assertThat(journeys.signUps.setUpLinkGood(link)).isFalse();
        assertThat(journeys.signUps.firstStart(link, form("op@example.org", null, null), "Herons"))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);
        assertThat(journeys.signUps.firstStartDone()).isFalse();
    }

    @EachDatabase
    void networkWhenItMakesThirtyAccountsThenItWaits(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int i = 0; i < 30; i++) {
            as(SignUpOutcome.Created.class, journeys.signUps.signUp(form("a" + i + "@example.org", null, null)));
        }

        assertThat(journeys.signUps.signUp(form("more@example.org", null, null)))
                .isEqualTo(new SignUpOutcome.Delayed(journeys.clock.instant().plus(Duration.ofMinutes(1))));
        var elsewhere = new NewAccount(
                "more@example.org", PASSWORD, "A", null, "en", "UTC", false, null, new Origin("10.0.0.1", "curl"));
        assertThat(journeys.signUps.signUp(elsewhere)).isInstanceOf(SignUpOutcome.Created.class);
    }

    @EachDatabase
    void deviceWhenItsOldSecretComesBackAtSignUpThenThoseWhoKnowItAreTold(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        person.signIn();
        String old = person.device;
        person.signIn();
        person.signIn();
        journeys.clock.advance(Duration.ofMinutes(2));

        var created = as(SignUpOutcome.Created.class, journeys.signUps.signUp(form("thief@example.org", null, old)));

        assertThat(created.entered()).isInstanceOf(SignedIn.class);
        assertThat(journeys.events(person)).contains("device-copied");
    }

    private static List<Flaw> flaws(Journeys journeys, NewAccount form) {
        return as(SignUpOutcome.Refused.class, journeys.signUps.signUp(form)).flaws();
    }

    private static NewAccount form(String email, @Nullable String invitation, @Nullable String device) {
        return new NewAccount(email, PASSWORD, "Ada", invitation, "en", "UTC", true, device, HOME);
    }
}
