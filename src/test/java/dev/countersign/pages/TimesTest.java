package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");

    private final Languages languages = new Languages(true);
    private final Times times = new Times(languages.in("en-GB").orElseThrow(), BERLIN, NOW);

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:02:00Z, today at 09:02",
        // Before midnight by UTC, after it in Berlin.
        "2026-11-21T23:10:00Z, today at 00:10",
        "2026-11-21T22:50:00Z, yesterday at 23:50",
        "2026-11-20T12:00:00Z, 2 days ago",
        "2026-11-15T12:00:00Z, 7 days ago",
        "2026-11-14T12:00:00Z, 14 November 2026",
        // Left behind by a clock that was ahead.
        "2026-11-23T12:00:00Z, 23 November 2026"
    })
    void pastWhenSomeDaysAwayThenIsSaidAsPeopleSayIt(Instant at, String said) {
        assertThat(times.past(at).text()).isEqualTo(said);
    }

    @Test
    void pastWhenNightsWereLongerThenStillCountsDaysOfTheCalendar() {
        // Clocks went back an hour on 25 October 2026: that day had 25 hours.
        Times after = new Times(languages.in("en-GB").orElseThrow(), BERLIN, Instant.parse("2026-10-25T22:59:00Z"));

        assertThat(after.past(Instant.parse("2026-10-24T22:01:00Z")).text()).isEqualTo("today at 00:01");
    }

    @Test
    void dayWhenShownThenItsTitleHasTheTimeInThePersonsZone() {
        Moment day = times.day(Instant.parse("2026-03-14T23:20:00Z"));

        assertThat(day.text()).isEqualTo("15 March 2026");
        assertThat(day.whole()).isEqualTo("15 March 2026, 00:20");
    }

    @Test
    void pastWhenSpanishThenSpeaksIt() {
        Times spanish = new Times(languages.in("es").orElseThrow(), BERLIN, NOW);

        assertThat(spanish.past(NOW).text()).isEqualTo("hoy a las 9:30");
        assertThat(spanish.past(Instant.parse("2026-11-19T12:00:00Z")).text()).isEqualTo("hace 3 días");
        assertThat(spanish.past(Instant.parse("2026-01-02T12:00:00Z")).text()).isEqualTo("el 2 de enero de 2026");
    }
}
