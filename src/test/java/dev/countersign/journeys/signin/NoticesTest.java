package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a person is told of, and how often.
class NoticesTest {
    private static final String NEW = "a wholly new heron";

    @EachDatabase
    void signInWhenOnANewDeviceThenOneMailSaysWhenWhereAndHowToUndoIt(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(p -> p.emailCode(EmailCode.OFF));
        Person person = member(journeys);

        as(SignedIn.class, person.start(PASSWORD, ELSEWHERE));

        Message mail = only(journeys, NoticeEvent.NEW_DEVICE);
        assertThat(mail.to()).isEqualTo(person.account.email());
        assertThat(mail.accountId()).isEqualTo(person.account.id());
        assertThat(mail.channel()).isEqualTo(Channel.EMAIL);
        assertThat(mail.locale()).isEqualTo("es");
        assertThat(mail.timeZone()).isEqualTo("Europe/Madrid");
        assertThat(mail.expiresAt()).isEqualTo(journeys.clock.instant().plus(Notices.LIFE));
        assertThat(mail.fields())
                .containsEntry("at", String.valueOf(journeys.clock.instant().toEpochMilli()))
                .containsEntry("browser", ELSEWHERE.browser())
                .containsEntry("network", ELSEWHERE.network())
                .hasSize(5);
        assertThat(mail.fields().get("link")).startsWith("http://localhost/not-me/cs_notme_");
    }

    @EachDatabase
    void signInWhenOnAKnownDeviceThenNobodyIsToldAndWithoutADeviceAlways(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(p -> p.emailCode(EmailCode.OFF));
        Person person = member(journeys);
        person.start();
        only(journeys, NoticeEvent.NEW_DEVICE);

        as(SignedIn.class, person.start());
        assertThat(journeys.sent()).isEmpty();

        for (int i = 0; i < 2; i++) {
            as(
                    SignedIn.class,
                    journeys.signIns.start(
                            new PasswordSignIn(person.account.email(), PASSWORD, null, false, ELSEWHERE)));
            only(journeys, NoticeEvent.NEW_DEVICE);
        }
    }

    @EachDatabase
    void signInWhenWithABackupCodeOnANewDeviceThenBothAreOneMail(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);

        as(
                SignedIn.class,
                person.answer(person.challenged(), FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false));

        Message mail = only(journeys, NoticeEvent.BACKUP_CODE_USED, NoticeEvent.NEW_DEVICE);
        assertThat(mail.fields())
                .containsEntry("left", String.valueOf(person.backupCodes.size() - 1))
                .containsEntry("events", "backup-code-used,new-device")
                .doesNotContainKey("event");
        assertThat(journeys.count("select count(*) from not_me where account_id = ?", person.account.id()))
                .isEqualTo(journeys.count("select count(*) from message where kind = 'notice'"));
    }

    @EachDatabase
    void secondStepWhenItFailsThenIsToldOnceAnHourAndItsLockAtOnce(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);

        wrong(person, 2);
        assertThat(journeys.sent()).as("it may yet be a sign-in").isEmpty();
        journeys.clock.advance(SessionIssuer.CHALLENGE);
        only(journeys, NoticeEvent.SECOND_STEP_FAILED);
        wrong(person, 2);
        journeys.clock.advance(SessionIssuer.CHALLENGE);
        assertThat(journeys.sent()).as("told of within the hour").isEmpty();
        journeys.clock.advance(Duration.ofMinutes(41));
        wrong(person, 1);
        journeys.clock.advance(SessionIssuer.CHALLENGE);
        only(journeys, NoticeEvent.SECOND_STEP_FAILED);
        wrong(person, 5);

        Message mail = only(journeys, NoticeEvent.SIGN_IN_LOCKED);
        assertThat(mail.fields())
                .containsEntry(
                        "until",
                        String.valueOf(journeys.clock
                                .instant()
                                .plus(Duration.ofMinutes(10))
                                .toEpochMilli()));
    }

    @EachDatabase
    void secondStepWhenItFailsManyTimesAtOnceThenIsToldOnce(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Challenged challenged = person.challenged();
        String code = person.wrongCode();

        AtOnce.run(4, _ -> person.answer(challenged, code));
        assertThat(journeys.count("select count(*) from message where status = 'waiting' and kind = 'notice'"))
                .isEqualTo(1);
        person.answer(challenged, code);

        only(journeys, NoticeEvent.SECOND_STEP_FAILED);
    }

    @EachDatabase
    void secondStepWhenItFailsAndThenPassesOnANewDeviceThenOneMailSaysBoth(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Challenged challenged = person.challenged();

        person.answer(challenged, person.wrongCode());
        journeys.clock.advance(Duration.ofMinutes(1));
        as(SignedIn.class, person.answer(challenged, person.code()));
        journeys.clock.advance(Duration.ofHours(1));

        Message mail = only(journeys, NoticeEvent.SECOND_STEP_FAILED, NoticeEvent.NEW_DEVICE);
        assertThat(mail.fields().get("link")).startsWith("http://localhost/not-me/cs_notme_");
    }

    @EachDatabase
    void secondStepWhenItFailsAndThenPassesOnAKnownDeviceThenIsToldAtOnce(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        as(SignedIn.class, person.signIn());
        journeys.clock.advance(Duration.ofSeconds(30));
        journeys.sent();
        Challenged challenged = person.challenged();

        person.answer(challenged, person.wrongCode());
        as(SignedIn.class, person.answer(challenged, person.code()));

        only(journeys, NoticeEvent.SECOND_STEP_FAILED);
        journeys.clock.advance(Duration.ofHours(1));
        assertThat(journeys.sent()).isEmpty();
    }

    @EachDatabase
    void secondStepWhenItFailsAndTheSignInIsLeftOrCancelledThenIsToldWithinItsTenMinutes(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Challenged challenged = person.challenged();
        person.answer(challenged, person.wrongCode());
        journeys.signIns.cancel(challenged.token().text());
        // Another sign-in of the account says nothing of that one.
        as(SignedIn.class, person.answer(person.challenged(), person.code()));
        only(journeys, NoticeEvent.NEW_DEVICE);

        journeys.clock.advance(SessionIssuer.CHALLENGE);

        only(journeys, NoticeEvent.SECOND_STEP_FAILED);
    }

    @EachDatabase
    void mailedCodeWhenItFailsBeforeAFirstEnrolmentThenOneMailTellsOfAllAtItsEnd(Databases databases) {
        Journeys journeys = Journeys.withMail(databases)
                .mailing(p -> p.enrolment(Enrolment.REQUIRED).emailCode(EmailCode.OFF));
        Person person = member(journeys);
        MustEnrol must = failedThenPassed(journeys, person);
        assertThat(journeys.sent()).isEmpty();
        journeys.clock.advance(Duration.ofMinutes(30));

        person.enrol(new Enroller.ByGrant(must.grant()));

        only(journeys, NoticeEvent.SECOND_STEP_FAILED, NoticeEvent.FACTOR_ADDED, NoticeEvent.NEW_DEVICE);
        journeys.clock.advance(SessionIssuer.GRANT);
        assertThat(journeys.sent()).isEmpty();
    }

    @EachDatabase
    void mailedCodeWhenItFailsAndTheEnrolmentIsPutOffThenOneMailTellsOfBoth(Databases databases) {
        Journeys journeys = Journeys.withMail(databases)
                .mailing(p ->
                        p.enrolment(Enrolment.REQUIRED).emailCode(EmailCode.OFF).graceDays(7));
        Person person = member(journeys);
        MustEnrol must = failedThenPassed(journeys, person);

        journeys.enrolments.skip(must.grant(), HOME);

        only(journeys, NoticeEvent.SECOND_STEP_FAILED, NoticeEvent.NEW_DEVICE);
    }

    @EachDatabase
    void mailedCodeWhenItFailsAndTheEnrolmentIsLeftThenIsToldWhenItsLeaveRunsOut(Databases databases) {
        Journeys journeys = Journeys.withMail(databases)
                .mailing(p -> p.enrolment(Enrolment.REQUIRED).emailCode(EmailCode.OFF));
        Person person = member(journeys);
        failedThenPassed(journeys, person);
        assertThat(journeys.sent()).isEmpty();

        journeys.clock.advance(SessionIssuer.GRANT);

        only(journeys, NoticeEvent.SECOND_STEP_FAILED);
    }

    private static MustEnrol failedThenPassed(Journeys journeys, Person person) {
        Challenged challenged = person.challenged();
        String code = person.mailedCode(challenged);
        person.answer(challenged, FactorType.EMAIL, code.startsWith("0") ? "111111" : "000000", false);
        return as(MustEnrol.class, person.answer(challenged, FactorType.EMAIL, code, false));
    }

    @EachDatabase
    void secondStepWhenARightAndAWrongAnswerComeAtOnceThenTheFailureIsToldOnce(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Challenged challenged = person.challenged();
        String wrong = person.wrongCode();
        String right = person.code();

        AtOnce.run(2, n -> person.answer(challenged, n == 0 ? wrong : right));
        journeys.clock.advance(SessionIssuer.CHALLENGE);

        List<NoticeEvent> told = journeys.sent().stream()
                .flatMap(mail -> NoticeEvent.in(mail.fields()).stream())
                .toList();
        // Nothing failed where the right one closed the challenge first.
        assertThat(told).doesNotHaveDuplicates().contains(NoticeEvent.NEW_DEVICE);
    }

    @EachDatabase
    void factorWhenAddedChangedOrRemovedThenIsTold(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = member(journeys);
        SignedIn in = as(SignedIn.class, person.arrive());
        journeys.sent();

        var first = person.enrol(in);
        assertThat(only(journeys, NoticeEvent.FACTOR_ADDED).fields()).containsEntry("factor", "totp");
        var second = person.enrol(as(SignedIn.class, first.entry()));
        assertThat(only(journeys, NoticeEvent.FACTOR_CHANGED).fields()).containsEntry("factor", "totp");
        SignedIn now = as(SignedIn.class, second.entry());
        journeys.backupCodeSets.make(now.session(), HOME);
        only(journeys, NoticeEvent.BACKUP_CODES_MADE);
        journeys.enrolments.remove(now.session(), second.factor().id(), HOME);
        assertThat(only(journeys, NoticeEvent.FACTOR_REMOVED).fields()).containsEntry("factor", "totp");
    }

    @EachDatabase
    void passwordWhenChangedByThePersonOrByLinkThenIsTold(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = member(journeys);
        SignedIn in = as(SignedIn.class, person.arrive());
        journeys.sent();

        journeys.passwordChanges.change(in.session(), PASSWORD, NEW, HOME);
        assertThat(only(journeys, NoticeEvent.PASSWORD_CHANGED).fields()).containsEntry("browser", HOME.browser());
        journeys.passwordChanges.byLink(
                journeys.passwordChanges.newLink(person.account.id()).text(), PASSWORD, ELSEWHERE);
        assertThat(only(journeys, NoticeEvent.PASSWORD_CHANGED).fields()).containsEntry("browser", "curl");
    }

    @EachDatabase
    void resetWhenDoneAtTheConsoleThenIsToldWithoutABrowser(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);

        journeys.resets.reset(person.account.id(), null, "lost phone");

        assertThat(only(journeys, NoticeEvent.TWO_STEP_RESET).fields()).containsOnlyKeys("event", "at", "link");
    }

    @EachDatabase
    void resetWhenDoneByAnAdminThenTheirNameIsToldAndNotFromWhere(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Person admin = enrolled(journeys);

        journeys.resets.reset(person.account.id(), admin.account.id(), "lost phone");

        assertThat(only(journeys, NoticeEvent.TWO_STEP_RESET).fields())
                .containsOnlyKeys("event", "at", "link", "by")
                .containsEntry("by", admin.account.name());
    }

    @EachDatabase
    void deviceWhenCopiedThenEveryoneKnownOnItIsToldInOneMailEach(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(p -> p.emailCode(EmailCode.OFF));
        Person person = member(journeys);
        person.start();
        String old = person.device;
        Person other = member(journeys);
        other.device = old;
        other.start();
        person.device = other.device;
        person.start();
        journeys.clock.advance(Devices.OVERLAP.plusSeconds(1));
        journeys.sent();

        person.device = old;
        as(SignedIn.class, person.start(PASSWORD, ELSEWHERE));

        List<Message> mails = journeys.sent();
        assertThat(mails).hasSize(2);
        assertThat(mails)
                .filteredOn(mail -> mail.to().equals(person.account.email()))
                .singleElement()
                .satisfies(mail -> assertThat(NoticeEvent.in(mail.fields()))
                        .containsExactly(NoticeEvent.DEVICE_COPIED, NoticeEvent.NEW_DEVICE));
        assertThat(mails)
                .filteredOn(mail -> mail.to().equals(other.account.email()))
                .singleElement()
                .satisfies(
                        mail -> assertThat(NoticeEvent.in(mail.fields())).containsExactly(NoticeEvent.DEVICE_COPIED));
    }

    @EachDatabase
    void enrolmentWhenItEndsASignInOnANewDeviceThenBothAreOneMail(Databases databases) {
        Journeys journeys = Journeys.withMail(databases)
                .mailing(policy -> policy.enrolment(dev.countersign.rules.policy.Policy.Enrolment.REQUIRED));
        Person person = member(journeys);
        var must = as(SignInOutcome.MustEnrol.class, person.arrive());
        assertThat(journeys.sent()).isEmpty();

        person.enrol(new Enroller.ByGrant(must.grant()));

        only(journeys, NoticeEvent.FACTOR_ADDED, NoticeEvent.NEW_DEVICE);
    }

    @EachDatabase
    void transactionWhenItFailsThenNothingIsSentAndNoLinkKept(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = member(journeys);

        assertThatThrownBy(() -> journeys.db.inTransaction(() -> {
                    journeys.rooms
                            .notices()
                            .tell(
                                    person.account.id(),
                                    NoticeEvent.PHONE_CHANGED,
                                    Map.of(),
                                    HOME,
                                    journeys.clock.instant());
                    throw new IllegalStateException("undo");
                }))
                .hasMessage("undo");

        assertThat(journeys.sent()).isEmpty();
        assertThat(journeys.count("select count(*) from not_me")).isZero();
    }

    @EachDatabase
    void addressWhenItChangesThenBothAreToldAndOnlyTheLinksOfNoticesLeadToTheOldOne(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Account account = member(journeys).account;
        Notices notices = journeys.rooms.notices();
        var now = journeys.clock.instant();

        journeys.db.inTransaction(() -> {
            Map<String, String> undo = Map.of("from", "a", "to", "b", "link", "http://localhost/undo/x");
            notices.tellAt(account.email(), account, NoticeEvent.ADDRESS_UNDO, undo, HOME, now);
            notices.tellAt(
                    "new@example.org", account, NoticeEvent.EMAIL_CHANGED, Map.of("from", "a", "to", "b"), HOME, now);
        });

        List<Message> mails = journeys.sent();
        assertThat(mails).extracting(Message::to).containsExactlyInAnyOrder(account.email(), "new@example.org");
        assertThat(mails)
                .filteredOn(mail -> mail.fields().get("link").endsWith("/undo/x"))
                .hasSize(1);
        assertThat(journeys.rows("select address from not_me")).containsExactly(Map.of("address", account.email()));
    }

    @EachDatabase
    void eventWhenNoMailCanBeSentThenLeavesNothing(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Person person = journeys.enrolled();
        wrong(person, 1);
        person.signIn();
        journeys.resets.reset(person.account.id(), null, "lost phone");

        assertThat(journeys.count("select count(*) from message")).isZero();
        assertThat(journeys.count("select count(*) from not_me")).isZero();
        assertThat(journeys.count("select count(*) from throttle where limit_name like 'notice%'"))
                .isZero();
    }

    private static void wrong(Person person, int times) {
        Challenged challenged = person.challenged();
        for (int i = 0; i < times; i++) {
            if (i == 4) {
                challenged = person.challenged();
            }
            person.answer(challenged, person.wrongCode());
        }
    }

    private static Person member(Journeys journeys) {
        return journeys.confirmed("es", "Europe/Madrid");
    }

    private static Person enrolled(Journeys journeys) {
        Person person = member(journeys);
        person.enrol(as(SignedIn.class, person.arrive()));
        person.device = null;
        journeys.clock.advance(Duration.ofSeconds(30));
        journeys.sent();
        return person;
    }

    private static Message only(Journeys journeys, NoticeEvent... events) {
        List<Message> mails = journeys.sent();
        assertThat(mails).singleElement().extracting(Message::kind).isEqualTo(MessageKind.NOTICE);
        assertThat(NoticeEvent.in(mails.getFirst().fields())).containsExactly(events);
        return mails.getFirst();
    }
}
