package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.NewCodesOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One person's whole way, and then every row of every table: what was secret on that way stands in none of them.
class AuditScanTest {
    private static final List<String> TABLES = List.of(
            "account",
            "audit_event",
            "backup_code",
            "challenge",
            "device",
            "device_account",
            "device_secret",
            "enrolment",
            "enrolment_grant",
            "factor",
            "first_start",
            "hand_over",
            "invitation",
            "membership",
            "organisation",
            "password",
            "password_link",
            "session",
            "throttle",
            "throttle_day");

    private static final String NEW = "a wholly new heron";
    private static final String TYPO = "sevem grey herons";

    private final List<String> secrets = new ArrayList<>(List.of(PASSWORD, NEW, TYPO));

    @EachDatabase
    void rowsWhenEverythingHasHappenedThenNoneHoldsASecretAndEachEventIsThere(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        wholeWay(journeys);

        List<Map<String, Object>> events = journeys.rows("select type, data, network, browser from audit_event");
        assertThat(events.stream().map(row -> String.valueOf(row.get("type"))).distinct())
                .contains(
                        "account-created",
                        "backup-code-used",
                        "backup-codes-made",
                        "challenge-opened",
                        "device-copied",
                        "device-forgotten",
                        "device-remembered",
                        "enrolment-begun",
                        "enrolment-failed",
                        "factor-added",
                        "factor-removed",
                        "factor-replaced",
                        "first-start-completed",
                        "hand-over-code-used",
                        "link-reused",
                        "new-device-signed-in",
                        "other-sessions-ended",
                        "password-change-refused",
                        "password-changed",
                        "password-link-made",
                        "password-link-used",
                        "second-step-failed",
                        "session-ended",
                        "sign-in-failed",
                        "signed-in",
                        "signed-out",
                        "stepped-up",
                        "two-step-reset");
        for (String table : TABLES) {
            String rows = journeys.rows("select * from " + table).toString();
            assertThat(secrets).allSatisfy(secret -> assertThat(rows).doesNotContain(secret));
        }
        String audit = events.toString();
        assertThat(audit.toLowerCase(Locale.ROOT)).doesNotContain("@example.org");
        // Six digits are too short to look for in numbers; as a word of their own no code stands on record.
        assertThat(audit).doesNotContainPattern("(?<![0-9a-f.-])[0-9]{6}(?![0-9a-f-])");
    }

    private void wholeWay(Journeys journeys) {
        String setUp = keep(journeys.signUps.newSetUpLink().orElseThrow().text());
        var operator = as(
                SignUpOutcome.Created.class,
                journeys.signUps.firstStart(setUp, journeys.form("op@example.org"), "Herons"));
        Journeys.Person person = journeys.person(operator.account());
        person.start(TYPO, ELSEWHERE);
        SignedIn in = signIn(person, true);
        var begun = as(
                        BeginOutcome.Begun.class,
                        journeys.enrolments.beginTotp(new Enroller.BySession(in.session()), "aegis", HOME))
                .pending();
        keep(begun.secret());
        journeys.enrolments.confirm(new Enroller.BySession(in.session()), begun.id(), "000000", HOME);
        in = as(SignedIn.class, person.enrol(in).entry());
        keepAll(person);
        keep(in.token().text());
        keep(as(SignedIn.class, person.enrol(in).entry()).token().text());
        keepAll(person);

        in = signIn(person, true);
        String old = keep(person.device);
        SignedIn again = signIn(person, true);
        stepUp(journeys, person, again);
        signIn(person, true);
        journeys.clock.advance(Duration.ofMinutes(2));
        person.device = old;
        Challenged challenged = as(Challenged.class, person.start());
        keep(challenged.token().text());
        person.answer(challenged, person.wrongCode());
        in = as(SignedIn.class, person.answer(challenged, FactorType.BACKUP_CODE, person.backupCodes.getFirst(), true));
        as(NewCodesOutcome.Made.class, journeys.backupCodeSets.make(in.session(), HOME))
                .codes()
                .forEach(this::keep);
        journeys.visits.endSession(in.session(), again.session().id(), HOME);
        journeys.visits.endOtherSessions(in.session(), HOME);
        journeys.passwordChanges.change(in.session(), TYPO, NEW, HOME);
        journeys.visits.signOut(in.session(), true, HOME);

        String link = keep(journeys.passwordChanges.newLink(person.account.id()).text());
        journeys.passwordChanges.byLink(link, NEW, HOME);
        journeys.passwordChanges.byLink(link, NEW, HOME);
        String code = journeys.resets
                .reset(person.account.id(), null, "lost phone")
                .orElseThrow()
                .code();
        keep(code);
        MustEnrol must = as(
                MustEnrol.class,
                person.answer(as(Challenged.class, person.start(NEW, HOME)), FactorType.HAND_OVER, code, false));
        keep(must.token().text());
        var confirmed = person.enrol(new Enroller.ByGrant(must.grant()));
        keepAll(person);
        in = as(SignedIn.class, confirmed.entry());
        journeys.enrolments.remove(in.session(), confirmed.factor().id(), HOME);
    }

    private void stepUp(Journeys journeys, Journeys.Person person, SignedIn in) {
        var opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        journeys.clock.advance(Duration.ofSeconds(30));
        var up = as(
                VerifyOutcome.SteppedUp.class,
                journeys.signIns.verify(Response.toStepUp(
                        in.session(),
                        keep(opened.token().text()),
                        FactorType.TOTP,
                        person.code(),
                        person.device,
                        HOME)));
        keep(up.token().text());
    }

    private SignedIn signIn(Journeys.Person person, boolean remember) {
        SignedIn in = person.signIn(remember);
        keep(in.token().text());
        keep(person.device);
        return in;
    }

    private void keepAll(Journeys.Person person) {
        keep(person.secret);
        person.backupCodes.forEach(this::keep);
    }

    private String keep(@Nullable String secret) {
        String kept = Objects.requireNonNull(secret, "there is nothing to keep");
        secrets.add(kept);
        secrets.add(kept.replace("-", ""));
        return kept;
    }
}
