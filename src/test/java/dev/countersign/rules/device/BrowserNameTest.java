package dev.countersign.rules.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0|Firefox on macOS",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0|Edge on Windows",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 OPR/124.0.0.0|Opera on Windows",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36|Chrome on Linux",
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36|Chrome on ChromeOS",
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36|Chrome on Android",
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36|Samsung Internet on Android",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1|Safari on iPhone",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1|Chrome on iPhone",
                "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15|Firefox on iPad",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15|Safari on macOS",
                "curl/8.14.1|curl",
                "MyApp/3.1 (Linux)|MyApp on Linux",
                "Mozilla/5.0|Unknown browser"
            })
    void nameWhenReadFromTheUserAgentThenItIsWhatPeopleCallIt(String agent, String name) {
        assertThat(BrowserName.of(agent, null, null)).isEqualTo(name);
    }

    @Test
    void nameWhenNothingIsSentThenItIsUnknown() {
        assertThat(BrowserName.of(null, null, null)).isEqualTo("Unknown browser");
        assertThat(BrowserName.of("", "", "")).isEqualTo("Unknown browser");
    }

    @Test
    void nameWhenHintsAreSentThenTheyAreBelieved() {
        assertThat(BrowserName.of(
                        "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36",
                        "\"Chromium\";v=\"142\", \"Brave\";v=\"142\"",
                        "\"Windows\""))
                .isEqualTo("Brave on Windows");
    }

    @Test
    void nameWhenAStrangerWritesItThenItStaysShortAndPlain() {
        String name = BrowserName.of("<script>\u202e\r\nevil/1", null, "\"" + "x".repeat(500) + "<b>\"");

        assertThat(name).hasSizeLessThanOrEqualTo(100).matches("[A-Za-z0-9 ._-]*");
    }
}
