package dev.countersign.journeys.departure;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.store.Dialect;
import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.client.Clients;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// An account's way out: asked for, taken back, carried out; and what is left of it.
class ErasureTest {
    private static AccountDeletions deletions(Journeys journeys) {
        return new AccountDeletions(journeys.rooms, journeys.stepUps);
    }

    private static AccountExports exports(Journeys journeys) {
        Clients clients = new Clients(journeys.db, journeys.rooms.tokens());
        AppRooms apps = new AppRooms(journeys.rooms, journeys.visits, clients, URI.create("https://id.example"));
        return new AccountExports(journeys.rooms, journeys.stepUps, apps::usedApps);
    }

    private static SignedIn freshly(Journeys.Person person) {
        return as(SignedIn.class, person.arrive());
    }

    @EachDatabase
    void askWhenConfirmedThenSignedOutEverywhereAndKeptByWhoeverSignsInAgain(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn(true);
        AccountDeletions deletions = deletions(journeys);
        assertThat(deletions.ask(in.session(), "somebody@else.example", HOME))
                .isInstanceOf(DeletionOutcome.NotConfirmed.class);

        assertThat(deletions.ask(in.session(), person.account.email().toUpperCase(java.util.Locale.ROOT), HOME))
                .isInstanceOf(DeletionOutcome.Asked.class);
        assertThat(person.present(in)).isFalse();
        // No device stands in for the second step any more.
        SignedIn again = person.signIn();
        assertThat(again.account().eraseAt())
                .isEqualTo(journeys.clock.instant().plus(AccountDeletions.WAIT).minusSeconds(30));
        assertThat(deletions.keep(person.account.id(), person.account.id(), HOME))
                .isTrue();
        assertThat(deletions.keep(person.account.id(), person.account.id(), HOME))
                .isFalse();
        journeys.clock.advance(AccountDeletions.WAIT.plusDays(1));
        assertThat(deletions.work(journeys.clock.instant())).isZero();
        assertThat(journeys.rooms.accounts().byId(person.account.id())).isPresent();
    }

    @EachDatabase
    void askWhenProofIsOldThenRefused(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        journeys.clock.advance(Duration.ofMinutes(11));
        assertThat(deletions(journeys).ask(in.session(), person.account.email(), HOME))
                .isInstanceOf(DeletionOutcome.StepUpRequired.class);
        assertThat(exports(journeys).export(in.session(), HOME)).isInstanceOf(ExportOutcome.StepUpRequired.class);
    }

    @EachDatabase
    void askWhenTheOnlyOwnerThenTheOrganisationComesFirst(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person owner = journeys.person();
        SignedIn in = freshly(owner);
        String id = journeys.rooms.organisations().create("Linden", owner.account.id(), journeys.clock.instant());
        AccountDeletions deletions = deletions(journeys);

        assertThat(deletions.ask(in.session(), owner.account.email(), HOME))
                .isEqualTo(new DeletionOutcome.SoleOwner(List.of("Linden")));
        assertThat(deletions.eraseNow(owner.now(), Origin.CONSOLE)).containsExactly("Linden");
        Journeys.Person other = journeys.person();
        journeys.rooms.organisations().join(other.account.id(), id, Role.OWNER, false, journeys.clock.instant());
        // Of two owners who ask at once one stays.
        SignedIn theirs = freshly(other);
        List<Supplier<DeletionOutcome>> both = List.of(
                () -> deletions.ask(in.session(), owner.account.email(), HOME),
                () -> deletions.ask(theirs.session(), other.account.email(), HOME));
        assertThat(AtOnce.run(2, n -> both.get(n).get()))
                .filteredOn(DeletionOutcome.Asked.class::isInstance)
                .hasSize(1);
        assertThat(journeys.rooms.organisations().owners(id)).isEqualTo(1);
    }

    @EachDatabase
    void workWhenTheTimeHasComeThenNoRowOfAnyTableHasTheAccountButTheRecord(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        SignedIn in = freshly(person);
        person.enrol(in);
        journeys.clock.advance(Duration.ofSeconds(30));
        Journeys.Person owner = journeys.confirmed("en", "UTC");
        String organisation =
                journeys.rooms.organisations().create("Linden", owner.account.id(), journeys.clock.instant());
        journeys.rooms
                .organisations()
                .join(person.account.id(), organisation, Role.ADMIN, true, journeys.clock.instant());
        person.start("wrong", ELSEWHERE);
        SignedIn last = person.signIn(true);
        journeys.passwordChanges.sendLink(person.account.email(), HOME);
        String device = Objects.requireNonNull(person.device);
        journeys.passwordChanges.sendLink(person.account.email(), device, HOME);
        journeys.sent();
        assertThat(journeys.rows("select subject from throttle").toString()).contains(person.account.id() + "/");
        assertThat(deletions(journeys).ask(last.session(), person.account.email(), HOME))
                .isInstanceOf(DeletionOutcome.Asked.class);
        assertThat(journeys.sent())
                .extracting(Message::kind, message -> message.fields().get("event"))
                .containsExactly(org.assertj.core.groups.Tuple.tuple(MessageKind.NOTICE, "account-deletion"));
        person.start(PASSWORD, HOME);
        journeys.sent();

        journeys.clock.advance(AccountDeletions.WAIT.minusMinutes(1));
        assertThat(deletions(journeys).work(journeys.clock.instant())).isZero();
        journeys.clock.advance(Duration.ofMinutes(2));
        assertThat(deletions(journeys).work(journeys.clock.instant())).isEqualTo(1);

        assertThat(journeys.sent()).extracting(Message::kind).containsExactly(MessageKind.ACCOUNT_ERASED);
        String hash = journeys.rooms.box().keyedHash("email", new EmailAddress(person.account.email()).key());
        for (String table : tables(journeys)) {
            String rows = journeys.rows("select * from " + table).stream()
                    .map(Map::toString)
                    .reduce("", String::concat);
            assertThat(rows).as(table).doesNotContain(person.account.email());
            if (!table.equals("audit_event")) {
                assertThat(rows).as(table).doesNotContain(person.account.id(), hash);
            }
        }
        assertThat(journeys.events(person)).contains("account-erased", "member-left", "deletion-asked");
        assertThat(person.start(PASSWORD, HOME)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(journeys.rooms.organisations().members(organisation)).isEqualTo(1);
    }

    @EachDatabase
    void eraseNowWhenByTheOperatorThenGoneAtOnceWhetherItWaitedOrNot(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person one = journeys.person();
        Journeys.Person waiting = journeys.person();
        AccountDeletions deletions = deletions(journeys);
        assertThat(deletions.askByOperator(waiting.now(), Origin.CONSOLE)).isInstanceOf(DeletionOutcome.Asked.class);

        assertThat(deletions.eraseNow(one.now(), Origin.CONSOLE)).isEmpty();
        assertThat(deletions.eraseNow(waiting.now(), Origin.CONSOLE)).isEmpty();

        assertThat(journeys.rooms.accounts().byId(one.account.id())).isEmpty();
        assertThat(journeys.rooms.accounts().byId(waiting.account.id())).isEmpty();
    }

    private static List<String> tables(Journeys journeys) {
        String sql = journeys.db.dialect() == Dialect.SQLITE
                ? "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
                : "select table_name as name from information_schema.tables where table_schema = current_schema()";
        List<String> tables = journeys.rows(sql).stream()
                .map(row -> String.valueOf(row.get("name")))
                .toList();
        assertThat(tables).contains("account", "throttle", "sent_code", "audit_event");
        return tables;
    }

    @EachDatabase
    void notMeWhenADeletionIsToldThenTheAccountStays(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        SignedIn in = freshly(person);
        journeys.sent();
        assertThat(deletions(journeys).ask(in.session(), person.account.email(), HOME))
                .isInstanceOf(DeletionOutcome.Asked.class);
        Message notice = journeys.sent().getFirst();
        String link = Objects.requireNonNull(notice.fields().get("link"));
        String token = link.substring(link.lastIndexOf('/') + 1);

        assertThat(journeys.notMe.act(token, HOME)).isPresent();

        assertThat(person.now().eraseAt()).isNull();
        journeys.clock.advance(AccountDeletions.WAIT.plusDays(1));
        assertThat(deletions(journeys).work(journeys.clock.instant())).isZero();
    }

    @EachDatabase
    void exportWhenAskedForThenHoldsWhatThereIsAndNoSecret(Databases databases) throws IOException {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn(true);
        var ready = as(ExportOutcome.Ready.class, exports(journeys).export(in.session(), HOME));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ready.document().writeTo(out);
        String json = out.toString(StandardCharsets.UTF_8);

        assertThat(json)
                .contains("\"email\" : \"" + person.account.email() + "\"")
                .contains(
                        "\"type\" : \"totp\"",
                        "\"signed-in\"",
                        "\"devices\"",
                        "\"sessions\"",
                        "\"backupCodes\"",
                        "\"apps\"")
                .doesNotContain(
                        Objects.requireNonNull(person.secret), in.token().text(), "$argon2");
        assertThat(person.backupCodes)
                .isNotEmpty()
                .allSatisfy(code -> assertThat(json).doesNotContain(code));
        assertThat(journeys.events(person)).contains("data-exported");
    }
}
