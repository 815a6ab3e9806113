package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditKind;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.journeys.organisation.LoggedEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSentenceTest {
    private static final Origin ORIGIN = new Origin("192.0.2.7", "Firefox on macOS");

    private static AuditEntry entry(String type, Map<String, Object> data) {
        return new AuditEntry("id", Instant.EPOCH, type, "account", "account", null, ORIGIN, data);
    }

    private static Words words(String language) {
        return new Languages(false).in(language).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "es"})
    void eventWhenOfAnyTypeThenIsASentence(String language) {
        List<String> types = Stream.of(AuditEvent.class, VerifyEvent.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .filter(Class::isRecord)
                .map(type -> type.getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT))
                .toList();

        assertThat(types).isNotEmpty().allSatisfy(type -> {
            assertThat(words(language).has("event." + type)).as(type).isTrue();
            assertThat(EventSentence.of(words(language), entry(type, Map.of())))
                    .as(type)
                    .isNotBlank()
                    .doesNotContain("{", "}");
            LoggedEvent logged = new LoggedEvent(entry(type, Map.of()), "Mara König", "Jonas Berg");
            assertThat(words(language).has("logged." + type)).as(type).isTrue();
            assertThat(EventSentence.of(words(language), logged))
                    .as(type)
                    .isNotBlank()
                    .doesNotContain("{", "}");
            assertThat(Arrays.stream(AuditKind.values())
                            .filter(kind -> kind.types().contains(type)))
                    .as("the kind of " + type)
                    .hasSize(1);
        });
    }

    @Test
    void eventWhenItHasFieldsThenSaysWhichAndHowMany() {
        Words english = words("en");
        assertThat(EventSentence.of(english, entry("second-step-failed", Map.of("factor", "backup-code"))))
                .isEqualTo("A backup code was wrong");
        assertThat(EventSentence.of(english, entry("backup-code-used", Map.of("number", 4, "left", 1))))
                .isEqualTo("A backup code was used; 1 is left");
        assertThat(EventSentence.of(english, entry("challenge-opened", Map.of("purpose", "step_up"))))
                .isEqualTo("Fresh proof was asked for");
        assertThat(EventSentence.of(english, entry("device-forgotten", Map.of("reason", "forgotten"))))
                .isEqualTo("A device was forgotten");
    }

    @Test
    void eventWhenInALogThenNamesWhoDidItToWhom() {
        AuditEntry reset = new AuditEntry(
                "id", Instant.EPOCH, "two-step-reset", "jonas", "mara", "org", ORIGIN, Map.of("reason", "lost phone"));
        assertThat(EventSentence.of(words("en"), new LoggedEvent(reset, "Mara König", "Jonas Berg")))
                .isEqualTo("Mara König reset two-step sign-in for Jonas Berg");
        assertThat(EventSentence.of(words("en"), new LoggedEvent(reset, null, "Jonas Berg")))
                .isEqualTo("A deleted account reset two-step sign-in for Jonas Berg");
        AuditEntry console = new AuditEntry(
                "id", Instant.EPOCH, "two-step-reset", "jonas", null, null, Origin.CONSOLE, Map.of("reason", "called"));
        assertThat(EventSentence.of(words("es"), new LoggedEvent(console, null, "Jonas Berg")))
                .isEqualTo("El operador restableció la verificación en dos pasos de Jonas Berg");
        AuditEntry role = entry("role-changed", Map.of("from", "member", "to", "admin"));
        assertThat(EventSentence.of(words("en"), new LoggedEvent(role, "{who} <b>", "Jonas & Söhne")))
                .isEqualTo("{who} <b> made Jonas & Söhne an admin");
    }

    @Test
    void eventWhenDoneByAKeyThenNamesTheKeyAndItsMaker() {
        Map<String, Object> data = Map.of("apiKey", Map.of("id", "k", "name", "nightly-sync"), "count", 2);
        AuditEntry done =
                new AuditEntry("id", Instant.EPOCH, "member-signed-out", "jonas", "mara", "org", ORIGIN, data);
        assertThat(EventSentence.of(words("en"), new LoggedEvent(done, "Mara König", "Jonas Berg")))
                .startsWith("API key “nightly-sync” of Mara König ");
        AuditEntry ended = new AuditEntry(
                "id",
                Instant.EPOCH,
                "api-key-ended",
                null,
                null,
                "org",
                Origin.CONSOLE,
                Map.of("name", "nightly-sync", "reason", "expired"));
        assertThat(EventSentence.of(words("en"), new LoggedEvent(ended, null, null)))
                .isEqualTo("The API key “nightly-sync” expired");
    }
}
