package dev.countersign.doors.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.doors.letters.Samples.Sample;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextsTest {
    private static final List<String> NAMES =
            List.of("X", "Linden & Hart", "Łódź Łączność", "A name that is as long as anybody gives: {~}");

    static Stream<Sample> texts() {
        return Samples.LANGUAGES.stream()
                .flatMap(language -> Samples.texts(language).stream()
                        .map(sample -> new Sample(language + " " + sample.name(), sample.message())));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textWhenWrittenThenIsOnePartForEveryHost(Sample sample) {
        for (String name : NAMES) {
            IntStream.rangeClosed(1, 30).forEach(length -> {
                String host = host(length);

                Letter letter = Samples.letter(sample.message(), name, host);

                assertThat(OnePart.fits(letter.text())).as(letter.text()).isTrue();
                assertThat(letter.subject()).isEmpty();
                assertThat(letter.html()).isNull();
                assertThat(letter.text()).doesNotContainPattern("\\{\\w|null|\\btext\\.[a-z]");
                if (Samples.ELSEWHERE.contains(sample.message().kind())) {
                    assertThat(letter.text()).containsPattern("^⟧?481207\\b").doesNotContain("@", "#");
                } else if (sample.message().kind().carriesCode()) {
                    assertThat(letter.text()).containsPattern("^⟧?481207\\b").endsWith("\n@" + host + " #481207");
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            en-GB | id.example.com | 481207 is your code to sign in to Linden & Hart. It works for 10 minutes. Never share it.
            en-GB | a.host.of.thirty.letters.co.uk | 481207 is your code to sign in to Linden & Hart. It works for 10 minutes. Never share it.
            es-ES | id.example.com | 481207 es tu código. Vale 10 minutos.
            es-ES | a.host.of.thirty.letters.co.uk | 481207 es tu código.
            """)
    void codeWhenSentByTextThenSaysAsMuchAsFits(String language, String host, String sentence) {
        Message message =
                Samples.text(Samples.message(MessageKind.SIGN_IN_CODE, Map.of("code", Samples.CODE), language));

        assertThat(Samples.letter(message, "Linden & Hart", host).text())
                .isEqualTo(sentence + "\n\n@" + host + " #481207");
    }

    @Test
    void noticeWhenTheLinkFitsThenHasIt() {
        Message reset = Samples.text(
                Samples.notice("n", "two-step-reset", "en-GB", Map.of()).message());

        assertThat(Samples.letter(reset).text())
                .isEqualTo("Linden & Hart: your two-step sign-in was reset. Not you? " + Samples.LINK);
        assertThat(Samples.letter(Samples.with(reset, fields -> {
                            fields.put("link", "https://id.example.com/" + "x".repeat(100));
                            return fields;
                        }))
                        .text())
                .isEqualTo(
                        "Linden & Hart: your two-step sign-in was reset. If you did not ask for it, see your email.");
    }

    @ParameterizedTest
    @CsvSource({"phone-changed, en-GB", "phone-changed, es-ES", "two-step-reset, en-GB", "two-step-reset, es-ES"})
    void noticeWhenToAnOldNumberThenHasNameAndLink(String event, String language) {
        Message notice =
                Samples.text(Samples.notice("n", event, language, Map.of()).message());

        assertThat(Samples.letter(notice).text())
                .startsWith("Linden & Hart: ")
                .endsWith("? " + Samples.LINK)
                .matches(OnePart::gsm);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "ADDRESS_CODE",
                "ADDRESS_TAKEN",
                "NEW_ADDRESS_CODE",
                "PASSWORD_LINK",
                "RECOVERY_LINK",
                "SIGN_IN_LINK"
            })
    void kindWhenOnlyForMailThenRefusedAsText(MessageKind kind) {
        Message message = Samples.text(Samples.message(kind, Map.of("code", "1", "link", "2"), "en"));

        assertThatThrownBy(() -> Samples.letter(message)).hasMessage(kind.word() + " does not travel by text");
    }

    @Test
    void englishWhenCodesAreTextedThenNeedsOnlyTheDefaultAlphabet() {
        Samples.texts("en-GB").forEach(sample -> {
            String text = Samples.letter(sample.message()).text();
            assertThat(OnePart.gsm(text)).as(text).isTrue();
        });
    }

    private static String host(int length) {
        String label = "abcdefghijklmnopqrstuvwxyz-x.co".substring(31 - length);
        return Pattern.compile("^[-.]").matcher(label).replaceFirst("x");
    }
}
