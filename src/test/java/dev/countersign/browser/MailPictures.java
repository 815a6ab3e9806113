package dev.countersign.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.doors.letters.Samples;
import dev.countersign.people.delivery.Letter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Takes a picture of every mail in every language, in both themes and at two widths, into `target/mails`:
/// `script/test -Dtest=MailPictures`. Its name keeps it out of the usual run.
@ExtendWith(Chromium.class)
class MailPictures {
    private static final Path FOLDER = Path.of("target", "mails");

    @Test
    void picturesWhenAskedForThenAreTaken() {
        try (Mailbox mailbox = new Mailbox()) {
            for (String language : MailsTest.LANGUAGES) {
                for (Samples.Sample sample : Samples.mails(language)) {
                    picture(mailbox, language + "-" + sample.name(), Samples.letter(sample.message()));
                }
            }
        }
    }

    private static void picture(Mailbox mailbox, String name, Letter letter) {
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(600, 390)) {
                String file = "%s-%s-%d.png".formatted(name, theme.name().toLowerCase(Locale.ROOT), width);
                mailbox.open(letter, theme, width)
                        .screenshot(
                                new Page.ScreenshotOptions().setFullPage(true).setPath(FOLDER.resolve(file)));
            }
        }
    }
}
