package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.Content;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private final Languages languages = new Languages(true);
    private final Words english = languages.english();

    @Test
    void richWhenArgumentHoldsMarkupThenItIsText() {
        String html = html(english.rich("sign-in.new", "name", "<b>&\"'<a>", "href", "/sign-up?return=\"><script>"));

        assertThat(html).contains("&lt;b&gt;&amp;&#34;&#39;&lt;a&gt;").doesNotContain("<script>", "<b>");
        assertThat(html).contains("<a href=\"/sign-up?return=&#34;&gt;&lt;script&gt;\">Create an account</a>");
    }

    @Test
    void sayWhenArgumentLooksLikeAPatternThenItIsText() {
        assertThat(english.say("page.title", "title", "{name} '{'", "name", "$1 \\2"))
                .isEqualTo("{name} '{' – $1 \\2");
    }

    @ParameterizedTest
    @CsvSource({"1, '1 try left'", "3, '3 tries left'"})
    void sayWhenCountedThenPluralFits(int count, String expected) {
        assertThat(english.say("code.left", "sentence", "That is not right.", "count", count))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.2S, 1 second",
        "PT24S, 24 seconds",
        "PT61S, 2 minutes",
        "PT10M, 10 minutes",
        "PT3H, 3 hours",
        "P3D, 3 days"
    })
    void lengthWhenSaidThenRoundedUp(Duration duration, String expected) {
        assertThat(english.length(duration)).isEqualTo(expected);
    }

    @Test
    void timeWhenSaidThenInTheZoneAndTheRegionsWay() {
        Instant instant = Instant.parse("2026-11-22T13:32:00Z");
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(languages.in("en-GB").orElseThrow().time(instant, berlin)).isEqualTo("14:32");
        assertThat(languages.in("es-ES").orElseThrow().day(instant, berlin)).isEqualTo("22 de noviembre de 2026");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "de", "x", "../../etc", "en_GB", "ar", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void languageWhenNotSpokenThenNone(String tag) {
        assertThat(languages.in(tag)).isEmpty();
    }

    @Test
    void pseudoLocaleWhenAskedForThenLongerAndRightToLeft() {
        Words pseudo = languages.in(Languages.PSEUDO).orElseThrow();

        assertThat(pseudo.direction()).isEqualTo("rtl");
        assertThat(pseudo.say("sign-in.title")).startsWith("⟧Sign in ~").endsWith("⟦");
        assertThat(new Languages(false).in(Languages.PSEUDO)).isEmpty();
    }

    @Test
    void languageWhenAsExtensionsThenDropped() {
        assertThat(languages.in("en-GB-u-ca-buddhist").orElseThrow().regionTag())
                .isEqualTo("en-GB");
    }

    private static String html(Content content) {
        StringOutput output = new StringOutput();
        content.writeTo(output);
        return output.toString();
    }
}
