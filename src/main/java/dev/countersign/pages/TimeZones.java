package dev.countersign.pages;

import com.ibm.icu.text.TimeZoneNames;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.TimeZone.SystemTimeZoneType;
import java.text.Collator;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The IANA time zones that people choose from, one for each place, by the region that their names begin with.
public final class TimeZones {
    private static final List<String> REGIONS = List.of(
            "Africa",
            "America",
            "Antarctica",
            "Arctic",
            "Asia",
            "Atlantic",
            "Australia",
            "Europe",
            "Indian",
            "Pacific");

    private static final List<String> PLACES = places();

    private TimeZones() {}

    /// A zone as it is offered: its IANA name, and "Berlin (UTC+01:00)".
    public record Offer(String id, String label) {}

    /// The zones of one region; `name` is the word that IANA names begin with.
    public record Region(String name, List<Offer> offers) {}

    /// Whether that is the name of a zone that times can be shown in.
    public static boolean known(String id) {
        return ZoneId.getAvailableZoneIds().contains(id);
    }

    /// All places in the order of their names, with the offset that holds now; and `own`, should it not be among
    /// them.
    public static List<Region> offers(Locale language, String own, Instant now) {
        TreeSet<String> ids = new TreeSet<>(PLACES);
        if (known(own) && own.indexOf('/') > 0 && REGIONS.contains(regionOf(own))) {
            ids.add(own);
        }
        TimeZoneNames names = TimeZoneNames.getInstance(language);
        Map<String, List<Offer>> byRegion = new TreeMap<>();
        for (String id : ids) {
            byRegion.computeIfAbsent(regionOf(id), region -> new ArrayList<>())
                    .add(new Offer(id, placeOf(names, id) + " (" + offset(id, now) + ")"));
        }
        Collator collator = Collator.getInstance(language);
        return byRegion.entrySet().stream()
                .map(each -> {
                    List<Offer> sorted = new ArrayList<>(each.getValue());
                    sorted.sort(Comparator.comparing(Offer::label, collator));
                    return new Region(each.getKey(), List.copyOf(sorted));
                })
                .toList();
    }

    // ICU knows which zones are places of their own, by older names; Java and the browsers use today's.
    private static List<String> places() {
        return TimeZone.getAvailableIDs(SystemTimeZoneType.CANONICAL_LOCATION, null, null).stream()
                .map(TimeZone::getIanaID)
                .filter(id -> REGIONS.contains(regionOf(id)) && known(id))
                .distinct()
                .toList();
    }

    private static String regionOf(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? "" : id.substring(0, slash);
    }

    private static String placeOf(TimeZoneNames names, String id) {
        String place = names.getExemplarLocationName(TimeZone.getCanonicalID(id));
        return place == null || place.isEmpty()
                ? id.substring(id.lastIndexOf('/') + 1).replace('_', ' ')
                : place;
    }

    private static String offset(String id, Instant now) {
        String offset = ZoneId.of(id).getRules().getOffset(now).getId();
        return offset.equals("Z") ? "UTC" : "UTC" + offset;
    }
}
