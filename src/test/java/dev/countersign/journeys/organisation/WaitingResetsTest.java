package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginSmsOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy.ResetBy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

class WaitingResetsTest {
    private static final Duration WAIT = Duration.ofHours(24);

    /// An organisation with two owners and an admin who have been there for long, and a member with an
    /// authenticator app.
    private record Case(House house, Journeys.Person second, Journeys.Person admin, Journeys.Person person) {
        Journeys journeys() {
            return house.journeys;
        }

        WaitingResets waiting() {
            return house.journeys.memberResets.waiting();
        }

        MemberOutcome<ResetOutcome> ask(Journeys.Person by) {
            return house.journeys.memberResets.reset(
                    house.of(by), house.id, person.account.id(), "lost phone, called back", HOME);
        }

        String asked(Journeys.Person by) {
            return switch (done(ask(by))) {
                case ResetOutcome.Waits it -> it.resetId();
                case ResetOutcome.NeedsApproval it -> it.resetId();
                case ResetOutcome.Reset it -> throw new AssertionError("done at once: " + it);
            };
        }

        MemberOutcome<ResetOutcome> approve(Journeys.Person by, String resetId) {
            return house.journeys.memberResets.approve(house.of(by), house.id, resetId, HOME);
        }

        void tick(Duration time) {
            house.journeys.clock.advance(time);
            waiting().sweep();
        }

        boolean enrolled() {
            return !house.journeys.rooms.factors().list(person.account.id()).isEmpty();
        }

        void policy(UnaryOperator<PolicyBuilder> change) {
            house.journeys.rooms.policies().set(house.id, Journeys.changed(change), house.journeys.clock.instant());
        }
    }

    private static Case in(Journeys journeys, UnaryOperator<PolicyBuilder> policy) {
        House house = House.of(journeys, journeys.enrolled());
        Journeys.Person second = member(house, Role.OWNER);
        Journeys.Person admin = member(house, Role.ADMIN);
        journeys.clock.advance(Duration.ofDays(8));
        Journeys.Person person = member(house, Role.MEMBER);
        Case made = new Case(house, second, admin, person);
        made.policy(policy);
        return made;
    }

    private static Journeys.Person member(House house, Role role) {
        Journeys.Person person = house.journeys.enrolled();
        house.journeys
                .rooms
                .organisations()
                .join(person.account.id(), house.id, role, true, house.journeys.clock.instant());
        return person;
    }

    /// Where mail can be sent: a house whose people have their apps already from the time before.
    private static Case mailing(Databases databases, UnaryOperator<PolicyBuilder> policy) {
        Case before = in(Journeys.on(databases), policy);
        Journeys journeys = before.journeys().mailing(p -> p);
        return new Case(
                before.house.on(journeys),
                House.again(journeys, before.second),
                House.again(journeys, before.admin),
                House.again(journeys, before.person));
    }

    private static PolicyBuilder waits(PolicyBuilder policy) {
        return policy.resetWaitHours(24);
    }

    private static PolicyBuilder two(PolicyBuilder policy) {
        return policy.resetBy(ResetBy.TWO_ADMINS);
    }

    @EachDatabase
    void resetWhenPolicyWaitsThenToldAtOnceAndDoneByTheServerWhenDue(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::waits);
        SignedIn in = it.person.signIn();
        it.journeys().sent();

        ResetOutcome.Waits waits = as(ResetOutcome.Waits.class, done(it.ask(it.admin)));
        assertThat(waits.dueAt()).isEqualTo(it.journeys().clock.instant().plus(WAIT));
        assertThat(it.journeys().sent())
                .filteredOn(mail -> mail.to().equals(it.person.account.email()))
                .singleElement()
                .satisfies(mail -> assertThat(mail.fields())
                        .containsEntry("event", "reset-waiting")
                        .containsEntry("until", String.valueOf(waits.dueAt().toEpochMilli()))
                        .doesNotContainKeys("browser", "network"));
        refused(it.ask(it.house.owner), WhyNot.RESET_WAITS);
        it.tick(Duration.between(it.journeys().clock.instant(), waits.dueAt()).minusSeconds(1));
        assertThat(it.enrolled()).isTrue();
        assertThat(it.person.present(in)).isTrue();

        it.tick(Duration.ofSeconds(1));

        assertThat(it.enrolled()).isFalse();
        assertThat(it.person.present(in)).isFalse();
        assertThat(it.journeys().events(it.person)).contains("reset-asked", "two-step-reset");
        it.person.device = null;
        Challenged challenged = as(Challenged.class, it.person.start());
        assertThat(challenged.challenge().takes(FactorType.TOTP)).isFalse();
        as(MustEnrol.class, it.person.answer(challenged, FactorType.EMAIL, it.person.mailedCode(challenged), false));
    }

    @EachDatabase
    void resetWhenTwoAdminsThenOnlyAnotherOneWhoHasBeenOneForLongApproves(Databases databases) {
        Case it = in(Journeys.on(databases), WaitingResetsTest::two);
        String id = it.asked(it.admin);
        Journeys.Person fresh = member(it.house, Role.OWNER);
        Journeys.Person plain = member(it.house, Role.MEMBER);
        House elsewhere = House.in(it.journeys());

        refused(it.approve(it.admin, id), WhyNot.APPROVED_BY_ANOTHER);
        refused(it.approve(fresh, id), WhyNot.ROLE_TOO_NEW);
        refused(it.approve(plain, id), WhyNot.NOT_ALLOWED);
        refused(it.approve(it.person, id), WhyNot.NOT_ALLOWED);
        refused(it.approve(elsewhere.owner, id), WhyNot.NOT_THERE);
        refused(
                it.journeys().memberResets.approve(elsewhere.of(elsewhere.owner), elsewhere.id, id, HOME),
                WhyNot.NOT_THERE);
        it.tick(Duration.ofDays(3));
        assertThat(it.enrolled()).isTrue();

        var reset = as(ResetOutcome.Reset.class, done(it.approve(it.house.owner, id)));

        assertThat(it.enrolled()).isFalse();
        refused(it.approve(it.house.owner, id), WhyNot.NOT_THERE);
        it.person.device = null;
        Challenged challenged = as(Challenged.class, it.person.start());
        as(
                MustEnrol.class,
                it.person.answer(
                        challenged,
                        FactorType.HAND_OVER,
                        reset.handOver().orElseThrow().code(),
                        false));
        assertThat(it.journeys().events(it.person)).contains("reset-asked", "reset-approved", "two-step-reset");
    }

    @EachDatabase
    void approverWhenJustMadeAnOwnerThenTheirTimeInTheRoleBeginsAnew(Databases databases) {
        Case it = in(Journeys.on(databases), WaitingResetsTest::two);
        String id = it.asked(it.house.owner);
        done(it.journeys()
                .memberships
                .changeRole(it.house.of(it.house.owner), it.house.id, it.admin.account.id(), Role.OWNER, HOME));

        refused(it.approve(it.admin, id), WhyNot.ROLE_TOO_NEW);
    }

    @EachDatabase
    void resetWhenBothAreAskedForThenApprovedFirstAndDoneWhenDue(Databases databases) {
        Case it = mailing(databases, policy -> two(waits(policy)));
        String id = it.asked(it.admin);
        it.tick(Duration.ofHours(1));
        assertThat(done(it.approve(it.house.owner, id))).isInstanceOf(ResetOutcome.Waits.class);
        refused(it.approve(it.house.owner, id), WhyNot.NOTHING_TO_APPROVE);
        assertThat(it.enrolled()).isTrue();
        it.tick(Duration.ofHours(22));
        assertThat(it.enrolled()).isTrue();

        it.tick(Duration.ofHours(1));

        assertThat(it.enrolled()).isFalse();
    }

    @EachDatabase
    void resetWhenItNeedsApprovalThenThoseWhoMayApproveAreMailed(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::two);
        it.journeys()
                .rooms
                .organisations()
                .changeRole(
                        it.second.account.id(),
                        it.house.id,
                        Role.ADMIN,
                        it.journeys().clock.instant());
        it.journeys().sent();

        String id = it.asked(it.admin);

        assertThat(it.journeys().sent())
                .filteredOn(mail -> mail.kind() == MessageKind.RESET_APPROVAL)
                .allSatisfy(mail -> assertThat(mail.fields())
                        .containsEntry("organisation", "Linden & Hart")
                        .containsEntry("member", it.person.account.name())
                        .containsEntry("inviter", it.admin.account.name())
                        .doesNotContainValue("lost phone, called back"))
                .extracting(Message::to)
                .containsExactly(it.house.owner.account.email());
        refused(it.approve(it.second, id), WhyNot.ROLE_TOO_NEW);
        assertThat(done(it.approve(it.house.owner, id))).isInstanceOf(ResetOutcome.Reset.class);
    }

    @EachDatabase
    void resetWhenNoMailCanBeSentThenAnAdminFinishesItAndHasTheCode(Databases databases) {
        Case it = in(Journeys.on(databases), WaitingResetsTest::waits);
        String id = it.asked(it.admin);
        refused(it.approve(it.house.owner, id), WhyNot.NOTHING_TO_APPROVE);
        it.tick(WAIT);
        assertThat(it.enrolled()).as("nobody would have the code").isTrue();

        var reset = as(ResetOutcome.Reset.class, done(it.approve(it.admin, id)));

        assertThat(reset.handOver()).isPresent();
        assertThat(it.enrolled()).isFalse();
    }

    @EachDatabase
    void resetWhenStoppedByThePersonThenNothingIsRemovedAndTheLinkIsDead(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::waits);
        SignedIn in = it.person.signIn();
        it.asked(it.admin);
        String link = link(it);
        assertThat(it.waiting().look(link)).isPresent();
        assertThat(it.waiting().of(it.person.now())).isPresent();

        assertThat(it.waiting().stop(link, HOME)).isTrue();

        assertThat(it.waiting().stop(link, HOME)).isFalse();
        assertThat(it.waiting().look(link)).isEmpty();
        it.asked(it.admin);
        assertThat(it.waiting().stop(in.session(), HOME)).isTrue();
        assertThat(it.waiting().stop(in.session(), HOME)).isFalse();
        String third = it.asked(it.admin);
        done(it.journeys().memberResets.cancel(in.session(), it.house.id, third, HOME));
        String fourth = it.asked(it.admin);
        done(it.journeys().memberResets.cancel(it.house.of(it.house.owner), it.house.id, fourth, HOME));
        it.tick(WAIT.plusHours(1));
        assertThat(it.enrolled()).isTrue();
        assertThat(it.journeys().events(it.person))
                .filteredOn("reset-stopped"::equals)
                .hasSize(4);
        assertThat(it.journeys().sent())
                .filteredOn(mail -> "reset-stopped".equals(mail.fields().get("event")))
                .hasSize(4);
    }

    private static String link(Case it) {
        Message mail = it.journeys().sent().stream()
                .filter(each -> "reset-waiting".equals(each.fields().get("event")))
                .findFirst()
                .orElseThrow();
        String link = Objects.requireNonNull(mail.fields().get("link"));
        return link.substring(link.lastIndexOf('/') + 1);
    }

    @EachDatabase
    void resetWhenThePersonHasAPhoneThenToldThereToo(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::waits);
        SignedIn in = it.person.signIn();
        Enroller enroller = new Enroller.BySession(in.session());
        var begun = as(BeginSmsOutcome.Begun.class, it.journeys().enrolments.beginSms(enroller, "+12025550123", HOME));
        as(
                ConfirmOutcome.Confirmed.class,
                it.journeys()
                        .enrolments
                        .confirm(enroller, begun.id(), it.journeys().textedCode(), HOME));
        it.journeys().sent();

        it.asked(it.admin);

        assertThat(it.journeys().sent(Channel.TEXT))
                .singleElement()
                .satisfies(text -> assertThat(text.fields()).containsEntry("event", "reset-waiting"));
    }

    @EachDatabase
    void resetWhenTheAccountEntersAnotherEpochThenVoid(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::waits);
        String id = it.asked(it.admin);

        it.journeys().rooms.accounts().advanceEpoch(it.person.account.id());

        assertThat(it.waiting().of(it.person.now())).isEmpty();
        refused(it.approve(it.house.owner, id), WhyNot.NOT_THERE);
        it.tick(WAIT);
        assertThat(it.enrolled()).isTrue();
        assertThat(it.journeys().events(it.person)).contains("reset-stopped");
    }

    @EachDatabase
    void resetWhenRolesChangedThenVoid(Databases databases) {
        Case it = mailing(databases, policy -> two(waits(policy)));
        String id = it.asked(it.admin);
        done(it.approve(it.house.owner, id));

        // The approver is an admin no more.
        done(it.journeys()
                .memberships
                .changeRole(it.house.of(it.second), it.house.id, it.house.owner.account.id(), Role.MEMBER, HOME));
        it.tick(WAIT);
        assertThat(it.enrolled()).isTrue();

        // The member has become an owner, whom an admin does not reset.
        it.policy(WaitingResetsTest::waits);
        it.asked(it.admin);
        done(it.journeys()
                .memberships
                .changeRole(it.house.of(it.second), it.house.id, it.person.account.id(), Role.OWNER, HOME));
        it.tick(WAIT);
        assertThat(it.enrolled()).isTrue();
        assertThat(it.journeys().count("select count(*) from waiting_reset")).isZero();
    }

    @EachDatabase
    void resetWhenPolicyBecameStricterThenThatHolds(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::waits);
        String id = it.asked(it.admin);
        it.policy(policy -> two(policy.resetWaitHours(48)));

        it.tick(WAIT);
        assertThat(it.enrolled()).isTrue();
        done(it.approve(it.house.owner, id));
        assertThat(it.enrolled()).isTrue();
        it.tick(WAIT);
        assertThat(it.enrolled()).isFalse();
    }

    @EachDatabase
    void resetWhenPolicyBecameMilderThenItWaitsAsThePersonWasTold(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::waits);
        it.asked(it.admin);
        it.policy(policy -> policy);

        it.tick(Duration.ofHours(23));
        assertThat(it.enrolled()).isTrue();
        it.tick(Duration.ofHours(1));
        assertThat(it.enrolled()).isFalse();
    }

    @EachDatabase
    void resetWhenNobodyApprovesThenOverAfterAWeek(Databases databases) {
        Case it = mailing(databases, WaitingResetsTest::two);
        String id = it.asked(it.admin);

        it.tick(WaitingReset.OPEN);

        refused(it.approve(it.house.owner, id), WhyNot.NOT_THERE);
        assertThat(it.journeys().count("select count(*) from waiting_reset")).isZero();
        assertThat(it.journeys().events(it.person)).contains("reset-stopped");
    }

    @EachDatabase
    void resetWhenDueOnSeveralNodesAndStoppedAtOnceThenOneOfThemWins(Databases databases) {
        for (int round = 0; round < 4; round++) {
            Case it = mailing(databases, WaitingResetsTest::waits);
            SignedIn in = it.person.signIn();
            it.asked(it.admin);
            it.journeys().clock.advance(WAIT);
            Callable<Boolean> node = () -> {
                it.waiting().sweep();
                return false;
            };

            List<Boolean> stopped =
                    AtOnce.run(List.of(node, node, () -> it.waiting().stop(in.session(), HOME)));

            List<String> events = it.journeys().events(it.person);
            long resets = events.stream().filter("two-step-reset"::equals).count();
            long stops = events.stream().filter("reset-stopped"::equals).count();
            assertThat(resets + stops).isEqualTo(1);
            assertThat(stopped.contains(true)).isEqualTo(stops == 1);
            assertThat(it.enrolled()).isEqualTo(stops == 1);
        }
    }

    @EachDatabase
    void resetWhenApprovedSeveralTimesAtOnceThenDoneOnce(Databases databases) {
        Case it = in(Journeys.on(databases), WaitingResetsTest::two);
        String id = it.asked(it.admin);
        var session = it.house.of(it.house.owner);
        Callable<Boolean> approval =
                () -> it.journeys().memberResets.approve(session, it.house.id, id, HOME) instanceof MemberOutcome.Done;

        List<Boolean> approved = AtOnce.run(List.of(approval, approval, approval, approval));

        assertThat(approved).containsOnlyOnce(true);
        assertThat(it.journeys().events(it.person)).containsOnlyOnce("reset-approved", "two-step-reset");
    }

    @EachDatabase
    void resetWhenDuringASignInThenTheSignInEndsWithIt(Databases databases) {
        Case it = in(Journeys.on(databases), policy -> policy);
        it.person.device = null;
        Challenged challenged = it.person.challenged();
        String code = it.person.code();

        assertThat(done(it.ask(it.admin))).isInstanceOf(ResetOutcome.Reset.class);

        assertThat(it.person.answer(challenged, code))
                .isNotInstanceOf(SignedIn.class)
                .isNotInstanceOf(MustEnrol.class);
        assertThat(it.person.start(PASSWORD, HOME)).isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void resetWhenAtOnceWithTheSecondStepThenNoSessionOutlivesIt(Databases databases) {
        Case it = in(Journeys.on(databases), policy -> policy);
        for (int round = 0; round < 5; round++) {
            Journeys.Person person = member(it.house, Role.MEMBER);
            Challenged challenged = person.challenged();
            String code = person.code();
            var session = it.house.of(it.admin);
            Callable<Object> answer = () -> person.answer(challenged, code);
            Callable<Object> reset = () -> done(
                    it.journeys().memberResets.reset(session, it.house.id, person.account.id(), "called back", HOME));

            List<Object> outcomes = AtOnce.run(List.of(answer, reset));

            assertThat(it.journeys().rooms.factors().list(person.account.id())).isEmpty();
            if (outcomes.getFirst() instanceof SignedIn in) {
                assertThat(person.present(in)).isFalse();
            }
        }
    }
}
