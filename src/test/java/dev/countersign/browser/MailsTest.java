package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.doors.letters.Samples;
import dev.countersign.pages.Languages;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.MessageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@ExtendWith(Chromium.class)
class MailsTest {
    static final List<String> LANGUAGES = List.of("en-GB", "es-ES", Languages.PSEUDO);

    private static final String AXE_RUN = """
            () => axe.run(document, { resultTypes: ['violations', 'incomplete'], runOnly: { type: 'tag',
              values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'] } })
              .then((r) => [...r.violations, ...r.incomplete].flatMap((v) =>
                v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`)))
            """;
    private static final String OVER =
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void mailsWhenShownThenCanBeReadByEverybody(String language) {
        try (Mailbox mailbox = new Mailbox()) {
            // Factors differ by a word; one event shows all of them.
            for (Samples.Sample sample : Samples.mails(language).stream()
                    .filter(each -> !each.name().matches("factor-(changed|removed)-.*"))
                    .toList()) {
                assertThat(faults(mailbox, Samples.letter(sample.message())))
                        .as(sample.name())
                        .isEmpty();
            }
            assertThat(mailbox.loads()).isZero();
        }
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void codeWhenSelectedThenIsInOnePiece(String language) {
        try (Mailbox mailbox = new Mailbox()) {
            Letter letter = Samples.letter(Samples.mails(language).stream()
                    .filter(sample -> sample.name().equals("sign-in-code"))
                    .findFirst()
                    .orElseThrow()
                    .message());
            Page page = mailbox.open(letter, ColorScheme.LIGHT, 600);
            page.locator(".code").click();

            assertThat(page.evaluate("() => getSelection().toString().trim()")).isEqualTo("481207");
        }
    }

    @Test
    void mailWhenItCannotBeReadThenThatIsFound() {
        try (Mailbox mailbox = new Mailbox()) {
            Letter letter = Samples.letter(Samples.message(MessageKind.TEST, Map.of(), "en-GB"));
            String faint = Objects.requireNonNull(letter.html()).replace("#131722", "#BBBBBB");

            assertThat(faults(mailbox, new Letter(letter.subject(), letter.text(), faint)))
                    .anyMatch(fault -> fault.startsWith("LIGHT color-contrast"));
        }
    }

    private static List<String> faults(Mailbox mailbox, Letter letter) {
        List<String> faults = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = mailbox.open(letter, theme, 600);
            page.evaluate(AxeBuilder.getAxeScript());
            ((List<?>) page.evaluate(AXE_RUN)).forEach(fault -> faults.add(theme + " " + fault));
        }
        Page narrow = mailbox.open(letter, ColorScheme.LIGHT, 320);
        if (!narrow.evaluate(OVER).equals(0)) {
            faults.add("too wide for 320 px");
        }
        return faults;
    }
}
