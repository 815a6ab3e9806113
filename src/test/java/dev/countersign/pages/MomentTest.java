package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.Content;
import gg.jte.output.StringOutput;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final Instant AT = Instant.parse("2026-03-14T09:20:00Z");

    @Test
    void momentWhenWrittenThenIsATimeElement() {
        assertThat(html(new Moment(AT, "8 months ago", "14 March 2026 at 10:20")))
                .isEqualTo(
                        "<time datetime=\"2026-03-14T09:20:00Z\" title=\"14 March 2026 at 10:20\">8 months ago</time>");
    }

    @Test
    void momentWhenItsWordsHoldMarkupThenTheyAreText() {
        assertThat(html(new Moment(AT, "<b>now</b>", "\"><script>")))
                .doesNotContain("<b>", "\"><script>")
                .startsWith("<time datetime=")
                .endsWith("</time>");
    }

    @Test
    void richWhenGivenAMomentThenItStandsInTheSentenceAsItIs() {
        Content sentence = new Languages(false)
                .english()
                .rich("sessions.active", "network", "<i>", "time", new Moment(AT, "2 days ago", "14 March 2026"));

        assertThat(html(sentence))
                .isEqualTo(
                        "IP <bdi>&lt;i&gt;</bdi>. Active <time datetime=\"2026-03-14T09:20:00Z\" title=\"14 March 2026\">"
                                + "2 days ago</time>.");
    }

    private static String html(Content content) {
        StringOutput output = new StringOutput();
        content.writeTo(output);
        return output.toString();
    }
}
