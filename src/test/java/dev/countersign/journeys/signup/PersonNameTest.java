package dev.countersign.journeys.signup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"Ada", "Ada Lovelace", "李", "O’Neil-Šmíd, Jr.", "محمد", "می\u200cخواهم", "🙂"})
    void nameWhenPeopleHaveItThenItIsKept(String name) {
        assertThat(PersonName.of("  " + name + " ")).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\u00a0",
                "\u200b",
                "\u200d\u200d",
                "Ada\nLovelace",
                "Ada\u0000",
                "Ada\u202eevil",
                "Ada\u2066evil",
                "Ada\u2028evil",
                "Ada\ud800"
            })
    void nameWhenItIsNoneOrCanHarmThenItIsRefused(String name) {
        assertThat(PersonName.of(name)).isEmpty();
    }

    @Test
    void nameWhenCountedThenAHundredCharactersFit() {
        assertThat(PersonName.of("🙂".repeat(100))).isPresent();
        assertThat(PersonName.of("🙂".repeat(101))).isEmpty();
    }
}
