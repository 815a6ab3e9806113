package dev.countersign.people.brand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.brand.ContactFields.Field;
import dev.countersign.people.organisation.SupportContact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactFieldsTest {
    @Test
    void contactWhenAllIsWellThenAsTyped() {
        ContactFields typed = new ContactFields(
                " help@linden-hart.example ", "+49 (30) 123-456", "https://help.linden-hart.example/sign-in?from=mail");
        assertThat(typed.faults()).isEmpty();
        assertThat(typed.contact())
                .isEqualTo(new SupportContact(
                        "help@linden-hart.example",
                        "+49 (30) 123-456",
                        "https://help.linden-hart.example/sign-in?from=mail"));
        assertThat(typed.contact().dialled()).isEqualTo("+4930123456");
    }

    @Test
    void contactWhenBlankThenEmpty() {
        ContactFields typed = new ContactFields("", "  ", "");
        assertThat(typed.faults()).isEmpty();
        assertThat(typed.contact().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "help@localhost",
                "a@b@c.example",
                "help?bcc=all@linden.example",
                "help@linden.example?subject=x",
                "help%0Abcc:x@linden.example",
                "<help@linden.example>",
                "help@linden.example\nBcc: x@y.example",
                "hélp@linden.example",
                "help@l\u0456nden.example"
            })
    void addressWhenAMailLinkReadsMoreInItThenRefused(String email) {
        assertThat(new ContactFields(email, "", "").faults()).containsOnlyKeys(Field.EMAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12",
                "call me",
                "+49 30 1234;ext=5",
                "*21*5551234#",
                "1234567890123456",
                "\u0661\u0662\u0663\u0664"
            })
    void numberWhenAPhoneDialsMoreThanANumberThenRefused(String phone) {
        assertThat(new ContactFields("", phone, "").faults()).containsOnlyKeys(Field.PHONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://help.example",
                "javascript:alert(1)",
                "data:text/html,hello",
                "//help.example",
                "help.example",
                "https://",
                "https://id.example.com@evil.example/",
                "https://id.example.com:pass@evil.example/",
                "https://l\u0456nden.example/",
                "https://help.example/\u202Emoc.elpmaxe",
                "https://help.example/a b",
                "https:help.example",
                "https://help.example\\@evil.example/"
            })
    void linkWhenItIsNotWhatItSeemsThenRefused(String link) {
        assertThat(new ContactFields("", "", link).faults()).containsOnlyKeys(Field.LINK);
    }

    @Test
    void fieldWhenEndlessThenRefused() {
        String much = "a".repeat(300);
        assertThat(new ContactFields(
                                much + "@linden.example", "1" + " ".repeat(300) + "23456", "https://a.example/" + much)
                        .faults())
                .hasSize(3);
    }
}
