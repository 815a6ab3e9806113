package dev.countersign.ground.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditTrailTest {
    private static final Origin ORIGIN = new Origin("192.0.2.7", "Firefox on macOS");

    private final TestClock clock = new TestClock();
    private final Logger logger = (Logger) LoggerFactory.getLogger("audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @EachDatabase
    void eventWhenRecordedThenItIsReadBackWithEverything(Databases databases) {
        AuditTrail trail = new AuditTrail(databases.fresh(), new Tokens());
        Instant now = clock.instant();

        trail.record(new AuditEvent.SignedIn("acc", "ses", List.of("pwd", "otp"), "aal2", true), ORIGIN, now);

        AuditEntry entry = trail.latest("acc", 10).getFirst();
        assertThat(entry.at()).isEqualTo(now);
        assertThat(entry.type()).isEqualTo("signed-in");
        assertThat(entry.accountId()).isEqualTo("acc");
        assertThat(entry.actorId()).isEqualTo("acc");
        assertThat(entry.organisationId()).isNull();
        assertThat(entry.origin()).isEqualTo(ORIGIN);
        assertThat(entry.data())
                .isEqualTo(Map.of(
                        "sessionId", "ses", "amr", List.of("pwd", "otp"), "acr", "aal2", "rememberedDevice", true));
    }

    @EachDatabase
    void eventsWhenAskedForThenTheLatestOfThatAccountComeFirst(Databases databases) {
        AuditTrail trail = new AuditTrail(databases.fresh(), new Tokens());
        for (int i = 1; i <= 5; i++) {
            trail.record(new AuditEvent.BackupCodeUsed("acc", i, 10 - i), ORIGIN, clock.instant());
            trail.record(new AuditEvent.BackupCodeUsed("other", i, 10 - i), ORIGIN, clock.instant());
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(trail.latest("acc", 3).stream().map(entry -> entry.data().get("number")))
                .containsExactly(5, 4, 3);
    }

    @EachDatabase
    void eventWhenItHasActorOrganisationOrNoAccountThenTheseStandInTheirColumns(Databases databases) {
        AuditTrail trail = new AuditTrail(databases.fresh(), new Tokens());
        trail.record(new AuditEvent.TwoStepReset("acc", null, "lost phone"), Origin.CONSOLE, clock.instant());
        clock.advance(Duration.ofSeconds(1));
        trail.record(new AuditEvent.FirstStartCompleted("acc", "org"), ORIGIN, clock.instant());
        trail.record(new AuditEvent.InvitationCreated("inv"), Origin.CONSOLE, clock.instant());

        List<AuditEntry> entries = trail.latest("acc", 10);
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).organisationId()).isEqualTo("org");
        assertThat(entries.get(1).actorId()).isNull();
        assertThat(entries.get(1).data()).isEqualTo(Map.of("reason", "lost phone"));
    }

    @EachDatabase
    void eventWhenItsTransactionFailsThenItIsNeitherKeptNorLogged(Databases databases) {
        Db db = databases.fresh();
        AuditTrail trail = new AuditTrail(db, new Tokens());

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    trail.record(new AuditEvent.SignedOut("acc", "ses"), ORIGIN, clock.instant());
                    throw new IllegalStateException("undo");
                }))
                .hasMessage("undo");

        assertThat(trail.latest("acc", 10)).isEmpty();
        assertThat(lines.list).isEmpty();
    }

    @EachDatabase
    void eventWhenCommittedThenOneLineIsLoggedThatNothingFromOutsideCanBreak(Databases databases) {
        AuditTrail trail = new AuditTrail(databases.fresh(), new Tokens());
        Origin hostile = new Origin("2001:db8::/64", "evil\r\n2026 type=signed-in \u001b[31m\u009b\u2028\u202e\" x=\\");

        trail.record(new AuditEvent.AccessDenied("acc", "/admin\nnew", "none"), hostile, clock.instant());

        String line = lines.list.getFirst().getFormattedMessage();
        assertThat(lines.list).hasSize(1);
        assertThat(line)
                .startsWith("type=access-denied event=")
                .contains(" account=acc ")
                .contains(" network=2001:db8::/64 ")
                .contains("browser=\"evil\\u{00000d}\\u{00000a}2026 type=signed-in \\u{00001b}[31m")
                .contains("\\u{00009b}\\u{002028}\\u{00202e}\\\" x=\\\\\"");
        assertThat(line.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    @EachDatabase
    void eventsWhenReadInPartsThenEachComesOnceAndNobodyElsesEver(Databases databases) {
        AuditTrail trail = new AuditTrail(databases.fresh(), new Tokens());
        for (int i = 0; i < 25; i++) {
            // Some at the same moment.
            if (i % 3 == 0) {
                clock.advance(Duration.ofMillis(1));
            }
            trail.record(new AuditEvent.SignedOut("mine", "session-" + i), ORIGIN, clock.instant());
            trail.record(new AuditEvent.SignedOut("theirs", "session-" + i), ORIGIN, clock.instant());
        }

        List<AuditEntry> read = new java.util.ArrayList<>(trail.about("mine", AuditFilter.ALL, null, 10));
        // What happens meanwhile stands before the part that was seen.
        clock.advance(Duration.ofMillis(1));
        trail.record(new AuditEvent.SignedOut("mine", "newer"), ORIGIN, clock.instant());
        read.addAll(trail.about("mine", AuditFilter.ALL, AuditPlace.of(read.getLast()), 10));
        read.addAll(trail.about("mine", AuditFilter.ALL, AuditPlace.of(read.getLast()), 10));

        assertThat(read).isEqualTo(trail.latest("mine", 100).subList(1, 26)).hasSize(25);
        AuditPlace theirs = AuditPlace.of(trail.latest("theirs", 1).getFirst());
        assertThat(trail.about("mine", AuditFilter.ALL, theirs, 100))
                .allSatisfy(entry -> assertThat(entry.accountId()).isEqualTo("mine"));
    }

    @Test
    void typesWhenNamedThenEachIsTheKebabCaseOfItsRecordAndUnique() {
        List<String> names = Stream.of(AuditEvent.class, VerifyEvent.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .filter(Class::isRecord)
                .map(AuditRow::typeOf)
                .toList();

        assertThat(names).hasSize(136).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
        assertThat(names).contains("account-created", "other-sessions-ended", "two-step-reset");
    }
}
