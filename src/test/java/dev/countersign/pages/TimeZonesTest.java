package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.pages.TimeZones.Offer;
import dev.countersign.pages.TimeZones.Region;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TimeZonesTest {
    private static final Instant WINTER = Instant.parse("2026-01-05T12:00:00Z");
    private static final Instant SUMMER = Instant.parse("2026-07-05T12:00:00Z");

    @Test
    void offersWhenMadeThenNameZonesByTodaysNames() {
        List<String> ids = ids(TimeZones.offers(Locale.ENGLISH, "UTC", WINTER));

        assertThat(ids)
                .contains(
                        "Europe/Berlin",
                        "Europe/Kyiv",
                        "Asia/Kolkata",
                        "America/Argentina/Buenos_Aires",
                        "Pacific/Apia")
                .doesNotContain("Europe/Kiev", "Asia/Calcutta", "America/Buenos_Aires", "US/Eastern", "Etc/GMT+3")
                .doesNotHaveDuplicates()
                .hasSizeBetween(380, 460)
                .allSatisfy(id -> assertThat(ZoneId.of(id)).isNotNull());
    }

    @Test
    void offersWhenTheOwnZoneHasAnOldNameThenHaveItToo() {
        assertThat(ids(TimeZones.offers(Locale.ENGLISH, "Asia/Calcutta", WINTER)))
                .contains("Asia/Calcutta", "Asia/Kolkata");
        assertThat(ids(TimeZones.offers(Locale.ENGLISH, "Mars/Olympus", WINTER)))
                .doesNotContain("Mars/Olympus");
    }

    @Test
    void offersWhenShownThenSayTheOffsetThatHoldsNow() {
        assertThat(label("Europe/Berlin", Locale.ENGLISH, WINTER)).isEqualTo("Berlin (UTC+01:00)");
        assertThat(label("Europe/Berlin", Locale.ENGLISH, SUMMER)).isEqualTo("Berlin (UTC+02:00)");
        assertThat(label("Africa/Abidjan", Locale.ENGLISH, SUMMER)).isEqualTo("Abidjan (UTC)");
    }

    @Test
    void offersWhenSpanishThenNamePlacesInItAndInItsOrder() {
        assertThat(label("Europe/London", Locale.of("es"), WINTER)).isEqualTo("Londres (UTC)");
        assertThat(label("America/New_York", Locale.of("es"), WINTER)).startsWith("Nueva York");
        Region africa = TimeZones.offers(Locale.of("es"), "UTC", WINTER).getFirst();
        assertThat(africa.offers().getFirst().label()).startsWith("Abiy");
    }

    @Test
    void regionsWhenOfferedThenHaveNamesInEveryLanguage() {
        Languages languages = new Languages(false);
        for (Region region : TimeZones.offers(Locale.ENGLISH, "UTC", WINTER)) {
            assertThat(languages.english().has("region." + region.name()))
                    .as(region.name())
                    .isTrue();
        }
    }

    @Test
    void knownWhenNoZoneThenIsFalse() {
        assertThat(TimeZones.known("Europe/Berlin")).isTrue();
        assertThat(TimeZones.known("UTC")).isTrue();
        assertThat(TimeZones.known("")).isFalse();
        assertThat(TimeZones.known("europe/berlin")).isFalse();
        assertThat(TimeZones.known("+01:00")).isFalse();
    }

    private static List<String> ids(List<Region> regions) {
        return regions.stream()
                .flatMap(region -> region.offers().stream())
                .map(Offer::id)
                .toList();
    }

    private static String label(String id, Locale language, Instant now) {
        return TimeZones.offers(language, "UTC", now).stream()
                .flatMap(region -> region.offers().stream())
                .filter(offer -> offer.id().equals(id))
                .map(Offer::label)
                .findFirst()
                .orElseThrow();
    }
}
