package dev.countersign.factors.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.password.PasswordRules.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final List<String> CONTEXT =
            List.of("ada.lovelace@analytical.example", "Ada Lovelace", "Analytical Engines Ltd", "Countersign");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "qJ8#mm2!",
                "    x    ",
                "gültig🙂länge",
                "🙂🙃🙂🙃🙂🙃🙂🙃",
                "lovelace and the other seven",
                "tr0ub4dor&3"
            })
    void passwordWhenNothingSpeaksAgainstItThenItIsTaken(String password) {
        assertThat(PasswordRules.refusal(password, CONTEXT)).isEmpty();
    }

    @Test
    void passwordWhenCountedThenCodePointsCount() {
        assertThat(PasswordRules.refusal("🙂🙃🙂🙃🙂🙃🙂", CONTEXT)).contains(Refusal.TOO_SHORT);
        assertThat(PasswordRules.refusal("kq7#🙂🙃z", CONTEXT)).contains(Refusal.TOO_SHORT);
        assertThat(PasswordRules.refusal("🙂b".repeat(128), CONTEXT)).isEmpty();
        assertThat(PasswordRules.refusal("🙂b".repeat(128) + "c", CONTEXT)).contains(Refusal.TOO_LONG);
    }

    @Test
    void passwordWhenItHoldsHalfACharacterThenItIsUnreadable() {
        assertThat(PasswordRules.refusal("abcdefgh\ud83d", CONTEXT)).contains(Refusal.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PASSWORD", "Password1", "12345678", "qwertyuiop", "iloveyou", "passw0rd"})
    void passwordWhenItIsCommonThenItIsRefusedInAnyCase(String password) {
        assertThat(PasswordRules.refusal(password, CONTEXT)).contains(Refusal.LEAKED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lovelace1",
                "LoveLace!!",
                "ada.lovelace",
                "adalovelace",
                "Ada Lovelace",
                "ada.lovelace@analytical.example",
                "analytical.example1",
                "Analytical1",
                "engines!",
                "AnalyticalEngines",
                "countersign",
                "Countersign1"
            })
    void passwordWhenItIsMadeOfThePersonsOwnWordsThenItIsRefused(String password) {
        assertThat(PasswordRules.refusal(password, CONTEXT)).contains(Refusal.PERSONAL);
    }

    @Test
    void passwordWhenTheContextIsEmptyThenNothingIsPersonal() {
        assertThat(PasswordRules.refusal("lovelace1", List.of("", " ", "a"))).isEmpty();
    }
}
