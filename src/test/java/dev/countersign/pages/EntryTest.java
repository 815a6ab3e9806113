package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryTest {
    private static final Moment MOMENT = new Moment(Instant.EPOCH, "", "");

    @ParameterizedTest
    @CsvSource({
        "Firefox on macOS, laptop",
        "Chrome on ChromeOS, laptop",
        "Chrome on Android, smartphone",
        "Safari on iPhone, smartphone",
        "Safari on iPad, smartphone",
        "Edge on Windows, monitor",
        "Unknown browser, monitor",
        "Android Emulator on Linux, monitor"
    })
    void iconWhenTheSystemIsKnownThenFitsIt(String browser, String icon) {
        assertThat(new Entry("id", browser, "203.0.113.7", MOMENT, MOMENT, MOMENT, false).icon())
                .isEqualTo(icon);
    }
}
