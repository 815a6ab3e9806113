package dev.countersign.people.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                "Ada.Lovelace+codes@sub.example.org",
                "o'neil@example.org",
                "a@b",
                "jürgen@müller.example",
                "ada@[notaliteral"
            })
    void addressWhenItHasTheShapeThenItIsKeptAsTyped(String typed) {
        if (typed.contains("[")) {
            assertThat(EmailAddress.parse(typed)).isEmpty();
        } else {
            assertThat(EmailAddress.parse(" " + typed + "\n")).contains(new EmailAddress(typed));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ada",
                "@example.org",
                "ada@",
                "ada@@example.org",
                "a@b@example.org",
                "ada example@example.org",
                "ada@exam ple.org",
                "ada@.example.org",
                "ada@example.org.",
                "ada@example..org",
                "ada@-example.org",
                "ada@example.org,eve@example.org",
                "<ada@example.org>",
                "ada\r\nBcc: eve@example.org",
                "ada\u202e@example.org",
                "ada\u200b@example.org",
                "ada\u0000@example.org",
                "ada\ud800@example.org",
                "\"ada\"@example.org"
            })
    void textWhenItCanBeNoAddressThenItIsRefused(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }

    @Test
    void addressWhenLongerThan254OctetsThenItIsRefused() {
        String domain = "@" + "a".repeat(60) + ".example";
        assertThat(EmailAddress.parse("b".repeat(254 - domain.length()) + domain))
                .isPresent();
        assertThat(EmailAddress.parse("b".repeat(255 - domain.length()) + domain))
                .isEmpty();
        assertThat(EmailAddress.parse("é".repeat(254 - domain.length()) + domain))
                .isEmpty();
    }

    @Test
    void keyWhenCaseDiffersThenItIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr"));
            assertThat(new EmailAddress("ADI@EXAMPLE.ORG").key()).isEqualTo("adi@example.org");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void keyWhenAccentsAreComposedOrNotThenItIsTheSame() {
        assertThat(new EmailAddress("jose\u0301@example.org").key())
                .isEqualTo(new EmailAddress("JOSÉ@example.org").key());
    }
}
