package dev.countersign.journeys.recovery;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.recovery.AddressChangeOutcome.Changed;
import dev.countersign.journeys.recovery.AddressChangeOutcome.CodeSent;
import dev.countersign.journeys.recovery.AddressChangeOutcome.Incorrect;
import dev.countersign.journeys.recovery.AddressChangeOutcome.Over;
import dev.countersign.journeys.recovery.AddressChangeOutcome.Spent;
import dev.countersign.journeys.recovery.AddressChangeOutcome.StepUpRequired;
import dev.countersign.journeys.recovery.AddressChangeOutcome.Taken;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.InvalidCredentials;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.StepUpOutcome;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A change of address: who may ask for it, what confirms it, what it ends, and what nobody learns by it.
class AddressChangeTest {
    private static final String NEW = "new@example.org";

    @EachDatabase
    void changeWhenConfirmedThenTheAddressIsSwappedAndBothAreTold(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        String old = person.account.email();
        SignedIn in = person.signIn(true);
        String remembered = person.device;
        person.device = null;
        Challenged half = person.challenged();
        SignedIn other = anotherSession(journeys, person);
        String link = journeys.passwordChanges.newLink(person.account.id()).text();
        journeys.sent();

        CodeSent sent = as(CodeSent.class, journeys.addressChanges.begin(in.session(), "  New@Example.org ", HOME));
        assertThat(sent.email()).isEqualTo("New@Example.org");
        Message mail = single(journeys, MessageKind.NEW_ADDRESS_CODE);
        assertThat(mail.to()).isEqualTo("New@Example.org");
        assertThat(person.now().email()).isEqualTo(old);
        assertThat(journeys.addressChanges.pending(in.session())).isPresent();
        Changed changed = as(Changed.class, journeys.addressChanges.confirm(in.session(), code(mail), HOME));

        assertThat(person.now().email()).isEqualTo("New@Example.org");
        assertThat(person.now().epoch()).isEqualTo(changed.session().epoch()).isEqualTo(2);
        assertThat(journeys.rooms.accounts().byEmail(new EmailAddress(NEW))).isPresent();
        assertThat(journeys.rooms.accounts().byEmail(new EmailAddress(old))).isEmpty();
        // This session goes on, under a new token; everything else is over.
        assertThat(journeys.visits.present(changed.token().text())).isInstanceOf(Presence.Present.class);
        assertThat(journeys.stepUps.fresh(changed.session())).isTrue();
        assertThat(person.present(in)).isFalse();
        assertThat(person.present(other)).isFalse();
        assertThat(journeys.passwordChanges.linkGood(link)).isEmpty();
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(half, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(journeys.addressChanges.pending(changed.session())).isEmpty();

        List<Message> told = journeys.sent();
        assertThat(told).extracting(Message::to).containsExactlyInAnyOrder("New@Example.org", old);
        Message toNew = to(told, "New@Example.org");
        assertThat(toNew.fields()).containsEntry("event", "email-changed").containsEntry("from", old);
        assertThat(toNew.fields().get("link")).contains("/not-me/");
        Message toOld = to(told, old);
        assertThat(toOld.fields()).containsEntry("event", "address-undo");
        assertThat(toOld.fields().get("link")).startsWith("http://localhost/undo-address/cs_undo_");
        assertThat(journeys.events(person)).contains("code-sent", "address-changed");

        person.device = remembered;
        assertThat(person.start()).isInstanceOf(InvalidCredentials.class);
        assertThat(journeys.signIns.start(new PasswordSignIn("NEW@example.org", PASSWORD, remembered, true, HOME)))
                .isInstanceOf(Challenged.class);
        assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(1);
    }

    @EachDatabase
    void changeWhenProofIsOldThenIsRefusedAtEachStep(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        SignedIn in = person.signIn();
        assertThat(journeys.addressChanges.begin(in.session(), NEW, HOME)).isInstanceOf(CodeSent.class);
        String code = newCode(journeys);

        journeys.clock.advance(Session.FRESH.plusSeconds(1));

        assertThat(journeys.addressChanges.confirm(in.session(), code, HOME)).isInstanceOf(StepUpRequired.class);
        assertThat(journeys.addressChanges.begin(in.session(), NEW, HOME)).isInstanceOf(StepUpRequired.class);
        assertThat(journeys.addressChanges.sendAgain(in.session(), HOME)).isInstanceOf(StepUpRequired.class);
        assertThat(person.now().email()).isEqualTo(person.account.email());
        assertThat(journeys.sent()).noneMatch(mail -> mail.kind() == MessageKind.NEW_ADDRESS_CODE);
    }

    @EachDatabase
    void codeWhenTriedFromAnotherSessionThenConfirmsNothing(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Person thief = enrolled(journeys);
        SignedIn in = person.signIn();
        SignedIn same = anotherSession(journeys, person);
        SignedIn other = thief.signIn();
        journeys.sent();
        journeys.addressChanges.begin(in.session(), NEW, HOME);
        String code = newCode(journeys);

        assertThat(journeys.addressChanges.confirm(same.session(), code, HOME)).isInstanceOf(Over.class);
        assertThat(journeys.addressChanges.confirm(other.session(), code, ELSEWHERE))
                .isInstanceOf(Over.class);
        assertThat(journeys.addressChanges.pending(other.session())).isEmpty();
        journeys.addressChanges.begin(other.session(), "thief@example.org", ELSEWHERE);
        assertThat(journeys.addressChanges.confirm(other.session(), code, ELSEWHERE))
                .isInstanceOf(Incorrect.class);
        assertThat(journeys.addressChanges.confirm(in.session(), code, HOME)).isInstanceOf(Changed.class);
    }

    @EachDatabase
    void codeWhenWrongFiveTimesThenTheChangeIsSpent(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        SignedIn in = person.signIn();
        journeys.addressChanges.begin(in.session(), NEW, HOME);
        String code = newCode(journeys);
        String wrong = code.equals("123456") ? "654321" : "123456";

        for (int left = 4; left > 2; left--) {
            assertThat(journeys.addressChanges.confirm(in.session(), wrong, HOME))
                    .isEqualTo(new Incorrect(left));
        }
        // Another code does not bring the tries back.
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(journeys.addressChanges.sendAgain(in.session(), HOME)).isInstanceOf(CodeSent.class);
        String newest = newCode(journeys);
        if (!newest.equals(code)) {
            assertThat(journeys.addressChanges.confirm(in.session(), code, HOME))
                    .isEqualTo(new Incorrect(2));
        }
        List<AddressChangeOutcome> outcomes =
                AtOnce.run(20, _ -> journeys.addressChanges.confirm(in.session(), wrong, HOME));
        assertThat(outcomes).filteredOn(Incorrect.class::isInstance).hasSizeLessThanOrEqualTo(2);
        assertThat(journeys.addressChanges.confirm(in.session(), newest, HOME)).isInstanceOf(Spent.class);
        assertThat(journeys.addressChanges.sendAgain(in.session(), HOME)).isInstanceOf(Over.class);
        assertThat(journeys.events(person)).contains("address-change-failed");
    }

    @EachDatabase
    void codeWhenTooOldThenAnotherOneIsNeeded(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        SignedIn in = person.signIn();
        journeys.addressChanges.begin(in.session(), NEW, HOME);
        String code = newCode(journeys);
        journeys.clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(journeys.stepUps.fresh(in.session())).isTrue();
        journeys.clock.advance(Duration.ofMillis(1));
        Session fresh = steppedUp(journeys, person, in);

        assertThat(journeys.addressChanges.confirm(fresh, code, HOME))
                .isEqualTo(new AddressChangeOutcome.CodeExpired(5));
        assertThat(journeys.addressChanges.sendAgain(fresh, HOME)).isInstanceOf(CodeSent.class);
        assertThat(journeys.addressChanges.confirm(fresh, newCode(journeys), HOME))
                .isInstanceOf(Changed.class);
    }

    @EachDatabase
    void codeWhenAskedForAgainThenThePaceIsKept(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Session session = person.signIn().session();
        journeys.addressChanges.begin(session, NEW, HOME);
        for (int seconds : List.of(30, 60, 120, 120)) {
            assertThat(journeys.addressChanges.sendAgain(session, HOME))
                    .isInstanceOf(AddressChangeOutcome.TooSoon.class);
            // Another address is no way around it.
            assertThat(journeys.addressChanges.begin(session, "else@example.org", HOME))
                    .isInstanceOf(AddressChangeOutcome.TooSoon.class);
            journeys.clock.advance(Duration.ofSeconds(seconds));
            assertThat(journeys.addressChanges.sendAgain(session, HOME)).isInstanceOf(CodeSent.class);
        }
        journeys.clock.advance(Duration.ofMinutes(3));
        Instant firstAgain =
                journeys.clock.instant().plus(Duration.ofMinutes(51)).plusSeconds(30);
        assertThat(journeys.addressChanges.sendAgain(session, HOME))
                .isEqualTo(new AddressChangeOutcome.Limited(firstAgain));
        assertThat(journeys.sent())
                .filteredOn(mail -> mail.kind() == MessageKind.NEW_ADDRESS_CODE)
                .hasSize(5);
    }

    /// Whoever asks sees the same for both; only the mailbox learns more.
    @EachDatabase
    void addressWhenTakenThenTheAnswerIsThatOfAFreeOneAndNoCodeWorks(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person owner = enrolled(journeys);
        Person person = enrolled(journeys);
        Person another = enrolled(journeys);
        Session session = person.signIn().session();
        Session free = another.signIn().session();
        journeys.sent();

        CodeSent taken = as(CodeSent.class, journeys.addressChanges.begin(session, owner.account.email(), ELSEWHERE));
        Message mail = single(journeys, MessageKind.ADDRESS_TAKEN);
        assertThat(mail.to()).isEqualTo(owner.account.email());
        assertThat(mail.fields()).doesNotContainKey("code");
        CodeSent sent = as(CodeSent.class, journeys.addressChanges.begin(free, NEW, ELSEWHERE));
        assertThat(taken.nextSendAt()).isEqualTo(sent.nextSendAt());
        assertThat(taken.expiresAt()).isEqualTo(sent.expiresAt());
        assertThat(journeys.addressChanges.pending(session).orElseThrow().email())
                .isEqualTo(owner.account.email());
        assertThat(journeys.addressChanges.confirm(session, "123456", ELSEWHERE))
                .isEqualTo(new Incorrect(4));
        assertThat(journeys.addressChanges.confirm(free, wrongFor(journeys), ELSEWHERE))
                .isEqualTo(new Incorrect(4));
        assertThat(events(journeys, person))
                .isEqualTo(events(journeys, another))
                .contains("address-change-failed", "code-sent");

        // Even if every code there is were tried, none is bound to that address.
        List<AddressChangeOutcome> outcomes = new ArrayList<>();
        for (int guess = 0; guess < 3; guess++) {
            outcomes.add(journeys.addressChanges.confirm(session, "00000" + guess, ELSEWHERE));
        }
        assertThat(outcomes).allMatch(Incorrect.class::isInstance);
        assertThat(person.now().email()).isEqualTo(person.account.email());
    }

    @EachDatabase
    void addressWhenTwoAccountsConfirmItAtOnceThenOneGetsIt(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        List<Session> sessions = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        List<Person> people = List.of(enrolled(journeys), enrolled(journeys), enrolled(journeys));
        for (Person person : people) {
            sessions.add(person.signIn().session());
            journeys.sent();
            journeys.addressChanges.begin(sessions.getLast(), NEW, HOME);
            codes.add(newCode(journeys));
        }

        List<AddressChangeOutcome> outcomes =
                AtOnce.run(3, i -> journeys.addressChanges.confirm(sessions.get(i), codes.get(i), HOME));

        assertThat(outcomes).filteredOn(Changed.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Taken.class::isInstance).hasSize(2);
        assertThat(journeys.count("select count(*) from account where email_key = ?", NEW))
                .isEqualTo(1);
        for (Person person : people) {
            boolean won = person.now().email().equals(NEW);
            assertThat(person.now().epoch()).isEqualTo(won ? 2 : 1);
        }
        // The plain refusal is the end of it: the code is used up.
        int lost = outcomes.indexOf(new Taken());
        assertThat(journeys.addressChanges.confirm(sessions.get(lost), codes.get(lost), HOME))
                .isInstanceOf(Over.class);
    }

    @EachDatabase
    void addressWhenSomebodySignsUpWithItAtOnceThenOneGetsIt(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int round = 0; round < 5; round++) {
            String email = "race" + round + "@example.org";
            Person person = journeys.person();
            Session session = as(SignedIn.class, person.start()).session();
            List<Object> outcomes = AtOnce.run(
                    2,
                    i -> i == 0
                            ? journeys.addressChanges.begin(session, email, HOME)
                            : journeys.signUps.signUp(journeys.form(email)));
            boolean changed = outcomes.getFirst() instanceof Changed;
            boolean signedUp = outcomes.getLast() instanceof SignUpOutcome.Created;
            assertThat(changed).isNotEqualTo(signedUp);
            assertThat(journeys.count("select count(*) from account where email_key = ?", email))
                    .isEqualTo(1);
        }
    }

    @EachDatabase
    void codeWhenPostedTwentyTimesAtOnceThenOneChanges(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Session session = person.signIn().session();
        journeys.addressChanges.begin(session, NEW, HOME);
        String code = newCode(journeys);

        List<AddressChangeOutcome> outcomes = AtOnce.run(20, _ -> journeys.addressChanges.confirm(session, code, HOME));

        assertThat(outcomes).filteredOn(Changed.class::isInstance).hasSize(1);
        assertThat(person.now().epoch()).isEqualTo(2);
        assertThat(journeys.events(person))
                .filteredOn("address-changed"::equals)
                .hasSize(1);
    }

    /// Two changes that began in one epoch: what came second has lost its session.
    @EachDatabase
    void changeWhenThePasswordChangesAtOnceThenOnlyOneGoesOn(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Session session = person.signIn().session();
        Session other = anotherSession(journeys, person).session();
        journeys.addressChanges.begin(session, NEW, HOME);
        String code = newCode(journeys);

        List<Object> outcomes = AtOnce.run(
                2,
                i -> i == 0
                        ? journeys.addressChanges.confirm(session, code, HOME)
                        : journeys.passwordChanges.change(other, PASSWORD, "eight grey herons", HOME));

        assertThat(outcomes.getFirst() instanceof Changed)
                .isNotEqualTo(outcomes.getLast() instanceof NewPasswordOutcome.Changed);
        assertThat(person.now().epoch()).isEqualTo(2);
    }

    @EachDatabase
    void changeWhenTheSessionWasEndedThenIsRefused(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Session session = person.signIn().session();
        journeys.addressChanges.begin(session, NEW, HOME);
        String code = newCode(journeys);
        journeys.visits.signOut(session, false, HOME);

        assertThat(journeys.addressChanges.confirm(session, code, HOME)).isNotInstanceOf(Changed.class);
        assertThat(person.now().email()).isEqualTo(person.account.email());
    }

    @EachDatabase
    void addressWhenNoneOrTheSameThenIsSaid(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        Session session = person.signIn().session();
        journeys.sent();
        for (String typed : List.of("", "ada", "ada@", "@example.org", "a@b@c", "a b@example.org")) {
            assertThat(journeys.addressChanges.begin(session, typed, HOME))
                    .isInstanceOf(AddressChangeOutcome.NotAnAddress.class);
        }
        String shouted = person.account.email().toUpperCase(Locale.ROOT);
        assertThat(journeys.addressChanges.begin(session, shouted, HOME))
                .isInstanceOf(AddressChangeOutcome.Unchanged.class);
        assertThat(journeys.sent()).isEmpty();
    }

    @EachDatabase
    void addressWhenNoMailCanBeSentThenIsChangedAtOnceOrTaken(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Person owner = journeys.person();
        Person person = journeys.person();
        SignedIn in = as(SignedIn.class, person.start());

        assertThat(journeys.addressChanges.begin(in.session(), owner.account.email(), HOME))
                .isInstanceOf(Taken.class);
        assertThat(person.present(in)).isTrue();
        Changed changed = as(Changed.class, journeys.addressChanges.begin(in.session(), NEW, HOME));

        assertThat(person.now().email()).isEqualTo(NEW);
        assertThat(person.present(in)).isFalse();
        assertThat(journeys.visits.present(changed.token().text())).isInstanceOf(Presence.Present.class);
        assertThat(journeys.count("select count(*) from address_undo")).isZero();
        journeys.clock.advance(Session.FRESH.plusSeconds(1));
        assertThat(journeys.addressChanges.begin(changed.session(), "third@example.org", HOME))
                .isInstanceOf(StepUpRequired.class);
    }

    /// Ten mails in a day are enough for any address, whoever asks for them.
    @EachDatabase
    void addressWhenAskedForByManyAccountsThenItsMailsAreLimited(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sessions.add(enrolled(journeys).signIn().session());
        }
        journeys.sent();
        List<AddressChangeOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            journeys.clock.advance(Duration.ofMinutes(2));
            sessions.forEach(session -> outcomes.add(journeys.addressChanges.begin(session, NEW, HOME)));
        }
        assertThat(outcomes).filteredOn(CodeSent.class::isInstance).hasSize(10);
        assertThat(outcomes)
                .filteredOn(AddressChangeOutcome.Limited.class::isInstance)
                .hasSize(2);
    }

    static Person enrolled(Journeys journeys) {
        Person person = journeys.confirmed("en", "UTC");
        person.enrol(firstSession(journeys, person));
        person.device = null;
        journeys.clock.advance(Duration.ofSeconds(30));
        journeys.sent();
        return person;
    }

    /// Without a second factor a code is mailed to whoever comes on a device not seen before.
    private static SignedIn firstSession(Journeys journeys, Person person) {
        if (!(person.start() instanceof Challenged challenged)) {
            return person.signIn();
        }
        journeys.signIns.send(challenged.token().text(), person.device, FactorType.EMAIL, HOME);
        String code = code(journeys.sent().getLast());
        return as(SignedIn.class, person.answer(challenged, FactorType.EMAIL, code, false));
    }

    private static SignedIn anotherSession(Journeys journeys, Person person) {
        person.device = null;
        journeys.clock.advance(Duration.ofSeconds(30));
        return person.signIn();
    }

    private static Session steppedUp(Journeys journeys, Person person, SignedIn in) {
        var opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        return as(
                        VerifyOutcome.SteppedUp.class,
                        journeys.signIns.verify(Response.toStepUp(
                                in.session(), opened.token().text(), FactorType.TOTP, person.code(), null, HOME)))
                .session();
    }

    private static String newCode(Journeys journeys) {
        return code(journeys.sent().stream()
                .filter(mail -> mail.kind() == MessageKind.NEW_ADDRESS_CODE)
                .reduce((_, later) -> later)
                .orElseThrow());
    }

    private static String wrongFor(Journeys journeys) {
        return newCode(journeys).equals("123456") ? "654321" : "123456";
    }

    private static String code(Message mail) {
        return String.valueOf(mail.fields().get("code"));
    }

    private static Message single(Journeys journeys, MessageKind kind) {
        List<Message> mails = journeys.sent();
        assertThat(mails).singleElement().extracting(Message::kind).isEqualTo(kind);
        return mails.getFirst();
    }

    private static Message to(List<Message> mails, String address) {
        return mails.stream()
                .filter(mail -> mail.to().equals(address))
                .findFirst()
                .orElseThrow();
    }

    /// What the record says of the change; events of one moment stand in no order.
    private static List<String> events(Journeys journeys, Person person) {
        return journeys.events(person).stream()
                .filter(type -> type.equals("code-sent") || type.startsWith("address-change"))
                .sorted()
                .toList();
    }
}
