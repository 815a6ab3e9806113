package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;

class OperatorActionsTest {

    private static OperatorActions actions(House house) {
        Journeys journeys = house.journeys;
        return new OperatorActions(
                journeys.rooms,
                journeys.stepUps,
                journeys.resets,
                new Suspensions(
                        journeys.rooms, journeys.stepUps, journeys.invitations, journeys.installation.baseUrl()));
    }

    private static Journeys.Person operator(House house) {
        Journeys.Person person = house.journeys.enrolled();
        house.journeys.db.inTransaction(() -> {
            house.journeys
                    .db
                    .sql()
                    .sql("update account set operator = 1 where id = ?")
                    .param(person.account.id())
                    .update();
        });
        return person;
    }

    @EachDatabase
    void accountWhenInNoOrganisationThenHelpedByTheOperator(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person operator = operator(house);
        Journeys.Person person = house.journeys.enrolled();
        String id = person.account.id();
        OperatorActions actions = actions(house);
        var in = person.signIn(true);

        var found = done(actions.find(house.of(operator), person.account.email()));
        assertThat(found.account().id()).isEqualTo(id);
        assertThat(found.devices()).isEqualTo(1);
        assertThat(found.refused()).isNull();
        done(actions.forgetDevices(house.of(operator), id, HOME));
        done(actions.unlock(house.of(operator), id, HOME));
        done(actions.signOut(house.of(operator), id, HOME));
        assertThat(person.present(in)).isFalse();
        refused(actions.reset(house.of(operator), id, " ", HOME), WhyNot.REASON_NEEDED);
        assertThat(done(actions.reset(house.of(operator), id, "showed their passport", HOME)))
                .isPresent();
        assertThat(house.journeys.rooms.factors().list(id)).isEmpty();
        assertThat(house.journeys.rooms.audit().latest(id, 50))
                .filteredOn(entry -> entry.type().equals("two-step-reset")
                        || entry.type().equals("account-unlocked")
                        || entry.type().equals("signed-out-by-support")
                        || entry.type().equals("devices-forgotten-by-support"))
                .hasSize(4)
                .allSatisfy(entry -> {
                    assertThat(entry.actorId()).isEqualTo(operator.account.id());
                    assertThat(entry.organisationId()).isNull();
                });
    }

    @EachDatabase
    void accountWhenSuspendedByTheOperatorThenKeptOutUntilLetInAgain(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person operator = operator(house);
        Journeys.Person person = house.journeys.enrolled();
        Journeys.Person member = house.member(Role.MEMBER);
        String id = person.account.id();
        OperatorActions actions = actions(house);
        var in = person.signIn(true);

        refused(actions.suspend(house.of(operator), id, " ", HOME), WhyNot.WHY_NEEDED);
        refused(actions.suspend(house.of(operator), operator.account.id(), "x", HOME), WhyNot.MAY_NOT_SUSPEND_YOURSELF);
        refused(actions.suspend(house.of(house.owner), id, "x", HOME), WhyNot.NOT_THERE);
        refused(actions.suspend(house.of(operator), member.account.id(), "x", HOME), WhyNot.MANAGED_BY_ORGANISATION);
        refused(actions.suspend(house.of(operator), house.owner.account.id(), "x", HOME), WhyNot.LAST_OWNER);
        done(actions.suspend(house.of(operator), id, "left", HOME));
        assertThat(person.present(in)).isFalse();
        assertThat(person.start()).isInstanceOf(SignInOutcome.Suspended.class);
        assertThat(done(actions.look(house.of(operator), id)).account().suspended())
                .isTrue();
        done(actions.reactivate(house.of(operator), id, HOME));
        assertThat(person.signIn(false)).isNotNull();
        assertThat(house.journeys.rooms.audit().latest(id, 50))
                .filteredOn(entry ->
                        List.of("account-suspended", "account-reactivated").contains(entry.type()))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.actorId()).isEqualTo(operator.account.id()));
    }

    @EachDatabase
    void accountWhenManagedThenNotByTheOperatorUnlessItOwnsAnOrganisation(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person operator = operator(house);
        Journeys.Person member = house.member(Role.MEMBER);
        Journeys.Person admin = house.member(Role.ADMIN);
        OperatorActions actions = actions(house);

        refused(actions.reset(house.of(operator), member.account.id(), "asked", HOME), WhyNot.MANAGED_BY_ORGANISATION);
        refused(actions.signOut(house.of(operator), admin.account.id(), HOME), WhyNot.MANAGED_BY_ORGANISATION);
        done(actions.reset(house.of(operator), house.owner.account.id(), "showed their passport", HOME));
        refused(actions.reset(house.of(operator), operator.account.id(), "mine", HOME), WhyNot.MAY_NOT_RESET_YOURSELF);
        assertThat(actions.mayHelp(member.account.id())).contains(WhyNot.MANAGED_BY_ORGANISATION);
    }

    @EachDatabase
    void supportWhenAskedByAnybodyElseOrWithoutFreshProofThenNotThere(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person person = house.journeys.enrolled();
        String id = person.account.id();
        OperatorActions actions = actions(house);

        refused(actions.find(house.of(house.owner), person.account.email()), WhyNot.NOT_THERE);
        refused(actions.look(house.of(house.owner), id), WhyNot.NOT_THERE);
        refused(actions.reset(house.of(house.owner), id, "asked", HOME), WhyNot.NOT_THERE);
        Journeys.Person operator = operator(house);
        var session = house.of(operator);
        refused(actions.find(session, "nobody@example.com"), WhyNot.NO_SUCH_ACCOUNT);
        house.journeys.clock.advance(Duration.ofMinutes(11));
        refused(actions.reset(session, id, "asked", HOME), WhyNot.STEP_UP);
        assertThat(house.journeys.rooms.factors().list(id)).isNotEmpty();
    }
}
