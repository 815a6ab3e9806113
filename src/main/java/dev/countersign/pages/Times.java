package dev.countersign.pages;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// Points in time in the words and the zone of one person, seen from one moment.
public final class Times {
    private static final long RELATIVE_DAYS = 7;

    private final Words words;
    private final ZoneId zone;
    private final Instant now;

    public Times(Words words, ZoneId zone, Instant now) {
        this.words = words;
        this.zone = zone;
        this.now = now;
    }

    /// A day by its date: "14 March 2026".
    public Moment day(Instant at) {
        return moment(at, words.day(at, zone));
    }

    /// When something happened: "today at 09:02", "yesterday at 18:40", "3 days ago", and the date where that is
    /// more than a week. Days are those of the calendar in the person's zone.
    public Moment past(Instant at) {
        LocalDate day = at.atZone(zone).toLocalDate();
        long days = ChronoUnit.DAYS.between(day, now.atZone(zone).toLocalDate());
        return moment(at, past(at, days));
    }

    /// A day and a time: "26 November 2026 at 09:02".
    public Moment exact(Instant at) {
        return moment(at, words.dayAndTime(at, zone));
    }

    private String past(Instant at, long days) {
        if (days == 0) {
            return words.say("time.today", "time", words.time(at, zone));
        }
        if (days == 1) {
            return words.say("time.yesterday", "time", words.time(at, zone));
        }
        // A clock that went backwards leaves times of "tomorrow" behind: those, too, are said by their date.
        return days > 1 && days <= RELATIVE_DAYS
                ? words.say("time.days-ago", "count", days)
                : words.say("time.date", "date", words.day(at, zone));
    }

    private Moment moment(Instant at, String text) {
        return new Moment(at, text, words.dayAndTime(at, zone));
    }
}
