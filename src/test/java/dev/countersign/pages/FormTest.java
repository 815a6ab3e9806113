package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.account.Account;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormTest {
    @Test
    void cursorWhenSomethingIsWrongThenAtTheFirstWrongField() {
        Form form = Form.EMPTY.with("email", "a@example.com").wrong("password", "Enter a password.");

        assertThat(form.startsAt("password", "email", "password")).isTrue();
        assertThat(form.startsAt("email", "email", "password")).isFalse();
    }

    @Test
    void cursorWhenTheWholeFormIsWrongThenAtTheFirstEmptyField() {
        Form form = Form.EMPTY.with("email", "a@example.com").wrong("", "Not right.");

        assertThat(form.startsAt("password", "email", "password")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Mara König, MK", "Plato, P", "'', A", "'  Ana  María  de Souza ', AS", "𝒜da, 𝒜"})
    void initialsWhenNamedThenFirstAndLast(String name, String expected) {
        Account account = new Account("1", "a@example.com", name, "en", "UTC", 0, false, Instant.EPOCH);

        assertThat(Who.of(account, 0).initials()).isEqualTo(expected);
    }
}
