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
            (rules) => axe.run(document, { resultTypes: ['violations', 'incomplete'], runOnly: rules })
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
                // Another language changes how wide a mail is, and nothing that axe looks at.
                boolean whole = language.equals(LANGUAGES.getFirst());
                assertThat(faults(mailbox, Samples.letter(sample.message()), whole))
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

            assertThat(faults(mailbox, new Letter(letter.subject(), letter.text(), faint), true))
                    .anyMatch(fault -> fault.startsWith("LIGHT color-contrast"));
        }
    }

    private static List<String> faults(Mailbox mailbox, Letter letter, boolean whole) {
        Page page = mailbox.open(letter, ColorScheme.LIGHT, 600);
        List<String> faults = new ArrayList<>();
        if (whole) {
            page.evaluate(AxeBuilder.getAxeScript());
            faults.addAll(found(page, ColorScheme.LIGHT, Inspection.ALL_RULES));
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            faults.addAll(found(page, ColorScheme.DARK, Inspection.COLOUR_RULES));
        }
        page.setViewportSize(320, 800);
        if (!page.evaluate(OVER).equals(0)) {
            faults.add("too wide for 320 px");
        }
        return faults;
    }

    private static List<String> found(Page page, ColorScheme theme, Map<String, Object> rules) {
        return ((List<?>) page.evaluate(AXE_RUN, rules))
                .stream().map(fault -> theme + " " + fault).toList();
    }
}
