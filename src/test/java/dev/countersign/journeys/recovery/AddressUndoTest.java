package dev.countersign.journeys.recovery;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.recovery.AddressChangeOutcome.Changed;
import dev.countersign.journeys.recovery.AddressUndos.Outcome;
import dev.countersign.journeys.recovery.AddressUndos.Outcome.LinkNotGood;
import dev.countersign.journeys.recovery.AddressUndos.Outcome.Restored;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Taking a change of address back, and who cannot.
class AddressUndoTest {
    private static final String THIEF = "thief@example.org";
    private static final String LAST = "last@example.org";
    private static final String NEW_PASSWORD = "a wholly new heron";

    @EachDatabase
    void linkWhenUsedThenTheAddressIsBackAndEverybodyIsOut(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        String old = person.account.email();
        Changed changed = change(journeys, person.signIn().session(), THIEF);
        String link = told(journeys, old);
        Session thief = changed.session();

        assertThat(journeys.addressUndos.look(link, HOME)).contains(old);
        assertThat(person.now().email()).isEqualTo(THIEF);
        assertThat(journeys.addressUndos.act(link, HOME)).isEqualTo(new Restored(old));

        assertThat(person.now().email()).isEqualTo(old);
        assertThat(journeys.visits.present(changed.token().text())).isInstanceOf(Presence.Absent.class);
        assertThat(journeys.stepUps.fresh(thief)).isFalse();
        person.device = null;
        assertThat(person.start()).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(1);
        assertThat(journeys.events(person)).contains("address-restored").doesNotContain("not-me");

        List<Message> mails = journeys.sent();
        // The address in between is told, and can do nothing about it.
        assertThat(mails)
                .filteredOn(mail -> !mail.to().equals(old))
                .singleElement()
                .satisfies(mail -> assertThat(mail.to()).isEqualTo(THIEF))
                .satisfies(mail -> assertThat(mail.fields())
                        .containsEntry("event", NoticeEvent.ADDRESS_UNDONE.word())
                        .containsEntry("link", ""));
        Message reset = mails.stream()
                .filter(mail -> mail.kind() == MessageKind.PASSWORD_LINK)
                .findFirst()
                .orElseThrow();
        assertThat(journeys.passwordChanges.linkGood(token(reset)))
                .contains(new PasswordChanges.LinkOwner(person.account.id(), old, false));
        assertThat(journeys.passwordChanges.byLink(token(reset), NEW_PASSWORD, HOME))
                .isInstanceOf(NewPasswordOutcome.Changed.class);
        assertThat(person.start(NEW_PASSWORD, HOME)).isInstanceOf(SignInOutcome.Challenged.class);

        assertThat(journeys.addressUndos.look(link, ELSEWHERE)).isEmpty();
        assertThat(journeys.addressUndos.act(link, ELSEWHERE)).isInstanceOf(LinkNotGood.class);
        assertThat(journeys.events(person)).filteredOn("link-reused"::equals).hasSize(2);
    }

    /// What the thief's mailbox was sent in the meantime opens nothing any more.
    @EachDatabase
    void undoWhenDoneThenTheThiefCannotUndoIt(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        String old = person.account.email();
        journeys.clock.advance(Duration.ofMinutes(1));
        person.signIn();
        String before = token(journeys.sent().getLast());
        Session thief = person.signIn().session();
        journeys.sent();
        Changed first = change(journeys, thief, THIEF);
        String undo = told(journeys, old);
        journeys.clock.advance(Duration.ofMinutes(5));
        Changed second = change(journeys, first.session(), LAST);
        List<Message> mails = journeys.sent();
        String thiefsUndo = token(to(mails, THIEF));
        String thiefsNotMe = token(to(mails, LAST));
        journeys.addressChanges.begin(second.session(), "fourth@example.org", ELSEWHERE);
        journeys.passwordChanges.sendLink(LAST, ELSEWHERE);
        List<Message> late = journeys.sent();
        String thiefsReset = token(late.getLast());

        assertThat(journeys.addressUndos.act(undo, HOME)).isEqualTo(new Restored(old));
        long epoch = person.now().epoch();
        journeys.sent();

        assertThat(journeys.addressUndos.look(thiefsUndo, ELSEWHERE)).isEmpty();
        assertThat(journeys.addressUndos.act(thiefsUndo, ELSEWHERE)).isInstanceOf(LinkNotGood.class);
        assertThat(journeys.notMe.act(thiefsNotMe, ELSEWHERE)).isEmpty();
        assertThat(journeys.passwordChanges.byLink(thiefsReset, NEW_PASSWORD, ELSEWHERE))
                .isInstanceOf(NewPasswordOutcome.LinkNotGood.class);
        assertThat(journeys.addressChanges.confirm(second.session(), "123456", ELSEWHERE))
                .isNotInstanceOf(Changed.class);
        journeys.passwordChanges.sendLink(LAST, ELSEWHERE);
        journeys.passwordChanges.sendLink(THIEF, ELSEWHERE);
        assertThat(journeys.sent()).isEmpty();
        assertThat(person.now().epoch()).isEqualTo(epoch);
        assertThat(person.now().email()).isEqualTo(old);
        // What the old mailbox was sent before still works.
        assertThat(journeys.notMe.act(before, HOME)).contains(old);
    }

    /// The newer link was used, perhaps by the thief: the older one still wins.
    @EachDatabase
    void linkWhenANewerOneWasUsedThenTheOlderStillWins(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        String old = person.account.email();
        Changed first = change(journeys, person.signIn().session(), THIEF);
        String undo = told(journeys, old);
        journeys.clock.advance(Duration.ofMinutes(5));
        change(journeys, first.session(), LAST);
        String newer = told(journeys, THIEF);

        assertThat(journeys.addressUndos.act(newer, ELSEWHERE)).isEqualTo(new Restored(THIEF));
        assertThat(person.now().email()).isEqualTo(THIEF);
        assertThat(journeys.addressUndos.act(undo, HOME)).isEqualTo(new Restored(old));
        assertThat(person.now().email()).isEqualTo(old);
    }

    @EachDatabase
    void linkWhenTooOldOrUnknownThenIsRefused(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        String old = person.account.email();
        change(journeys, person.signIn().session(), THIEF);
        String link = told(journeys, old);
        journeys.clock.advance(Notices.LIFE.minusMillis(1));
        assertThat(journeys.addressUndos.look(link, HOME)).contains(old);
        journeys.clock.advance(Duration.ofMillis(1));

        assertThat(journeys.addressUndos.look(link, HOME)).isEmpty();
        assertThat(journeys.addressUndos.act(link, HOME)).isInstanceOf(LinkNotGood.class);
        assertThat(journeys.addressUndos.act("cs_undo_" + "a".repeat(43), HOME)).isInstanceOf(LinkNotGood.class);
        // Neither does the link of another kind.
        assertThat(journeys.notMe.act(link, HOME)).isEmpty();
        assertThat(person.now().email()).isEqualTo(THIEF);
        assertThat(journeys.events(person)).doesNotContain("link-reused");
    }

    @EachDatabase
    void addressWhenTakenMeanwhileThenIsSaidAndNothingChanges(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        Person other = AddressChangeTest.enrolled(journeys);
        String old = person.account.email();
        Changed changed = change(journeys, person.signIn().session(), THIEF);
        String link = told(journeys, old);
        change(journeys, other.signIn().session(), old);
        journeys.sent();

        assertThat(journeys.addressUndos.act(link, HOME)).isEqualTo(new Outcome.Taken(old));

        assertThat(person.now().email()).isEqualTo(THIEF);
        assertThat(other.now().email()).isEqualTo(old);
        assertThat(journeys.visits.present(changed.token().text())).isInstanceOf(Presence.Present.class);
        assertThat(journeys.sent()).isEmpty();
        assertThat(journeys.rooms.accounts().changeEmail(other.account.id(), new EmailAddress("elsewhere@example.org")))
                .isTrue();
        assertThat(journeys.addressUndos.act(link, HOME)).isEqualTo(new Restored(old));
    }

    @EachDatabase
    void linksWhenAllUsedAtOnceThenTheOldestHasTheLastWord(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        String old = person.account.email();
        Changed first = change(journeys, person.signIn().session(), THIEF);
        List<Message> mails = journeys.sent();
        String undo = token(to(mails, old));
        String notMe = token(to(mails, THIEF));
        journeys.clock.advance(Duration.ofMinutes(1));
        Changed second = change(journeys, first.session(), LAST);
        String newer = told(journeys, THIEF);
        journeys.clock.advance(Duration.ofMinutes(2));
        journeys.addressChanges.begin(second.session(), "fourth@example.org", ELSEWHERE);
        String code = String.valueOf(journeys.sent().getLast().fields().get("code"));

        List<Object> outcomes = AtOnce.run(8, i -> switch (i % 4) {
            case 0 -> journeys.addressUndos.act(undo, HOME);
            case 1 -> journeys.addressUndos.act(newer, ELSEWHERE);
            case 2 -> journeys.addressChanges.confirm(second.session(), code, ELSEWHERE);
            default -> journeys.notMe.act(notMe, ELSEWHERE);
        });

        assertThat(outcomes).filteredOn(new Restored(old)::equals).hasSize(1);
        assertThat(person.now().email()).isEqualTo(old);
        assertThat(journeys.visits.present(second.token().text())).isInstanceOf(Presence.Absent.class);
    }

    /// "This wasn't me" from before the change: the link to a new password goes to the old address, and does not
    /// say what the new one is.
    @EachDatabase
    void passwordLinkWhenSentToTheAddressBeforeThenThePresentOneIsMasked(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        String old = person.account.email();
        Session session = person.signIn().session();
        String notMe = token(journeys.sent().getLast());
        change(journeys, session, THIEF);
        List<Message> told = journeys.sent();

        assertThat(journeys.notMe.act(notMe, HOME)).contains(old);
        Message reset = journeys.sent().getLast();
        assertThat(reset.to()).isEqualTo(old);
        assertThat(journeys.passwordChanges.linkGood(token(reset)))
                .contains(new PasswordChanges.LinkOwner(person.account.id(), "t•••@example.org", true));
        // So does the one in the mail that the new address was sent about its own change.
        assertThat(journeys.notMe.act(token(to(told, THIEF)), ELSEWHERE)).contains(old);
        assertThat(journeys.sent().getLast().to()).isEqualTo(old);
    }

    /// Things that happen after the change are told to the new address, and lead back to it.
    @EachDatabase
    void noticeWhenAfterTheChangeThenItsLinkLeadsToTheNewAddress(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = AddressChangeTest.enrolled(journeys);
        change(journeys, person.signIn().session(), LAST);
        journeys.sent();
        journeys.rooms
                .notices()
                .tell(person.account.id(), NoticeEvent.PASSWORD_CHANGED, Map.of(), ELSEWHERE, journeys.clock.instant());

        Message notice = journeys.sent().getLast();

        assertThat(notice.to()).isEqualTo(LAST);
        assertThat(journeys.notMe.act(token(notice), HOME)).contains(LAST);
        assertThat(journeys.signIns.start(new PasswordSignIn(LAST, PASSWORD, null, true, HOME)))
                .isInstanceOf(SignInOutcome.InvalidCredentials.class);
    }

    private static Changed change(Journeys journeys, Session session, String email) {
        journeys.sent();
        as(AddressChangeOutcome.CodeSent.class, journeys.addressChanges.begin(session, email, ELSEWHERE));
        String code = String.valueOf(journeys.sent().getLast().fields().get("code"));
        return as(Changed.class, journeys.addressChanges.confirm(session, code, ELSEWHERE));
    }

    /// The link that the old address was told the change with.
    private static String told(Journeys journeys, String old) {
        return token(to(journeys.sent(), old));
    }

    private static Message to(List<Message> mails, String address) {
        return mails.stream()
                .filter(mail -> mail.to().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static String token(Message mail) {
        return String.valueOf(mail.fields().get("link")).replaceFirst(".*/", "");
    }
}
