package dev.countersign.pages;

import dev.countersign.journeys.organisation.Adoption.Day;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The share of members with two-step sign-in as a line, drawn here: a page needs no script for it. Each point is a
/// row of the table below it, so neither says more than the other.
public final class AdoptionChart {
    private static final int LEFT = 36;
    private static final int RIGHT = 628;
    private static final int TOP = 12;
    private static final int BOTTOM = 174;

    /// How many points are drawn at most: beyond it each stands for a week, or for four.
    private static final int MOST = 62;

    private static final int WEEK = 7;

    private final List<Day> points;
    private final Locale locale;

    private AdoptionChart(List<Day> points, Locale locale) {
        this.points = points;
        this.locale = locale;
    }

    /// The chart of those days, the oldest first, of which there is one at least.
    public static AdoptionChart of(List<Day> days, Words words) {
        int step = days.size() <= MOST ? 1 : days.size() <= MOST * WEEK ? WEEK : WEEK * 4;
        List<Day> points = new ArrayList<>();
        // The last one is always there.
        for (int i = days.size() - 1; i >= 0; i -= step) {
            points.addFirst(days.get(i));
        }
        return new AdoptionChart(List.copyOf(points), Locale.forLanguageTag(words.regionTag()));
    }

    /// The days that are drawn.
    public List<Day> points() {
        return points;
    }

    /// A horizontal line at so many percent.
    public record Grid(int percent, String y) {}

    /// The words below the line.
    ///
    /// @param anchor `start`, `middle` or `end`
    /// @param minor whether a narrow page leaves it out
    public record Label(String x, String anchor, boolean minor, String text) {}

    /// The lines at a quarter each.
    public List<Grid> grid() {
        return List.of(0, 25, 50, 75, 100).stream()
                .map(percent -> new Grid(percent, number(y(percent))))
                .toList();
    }

    /// The days below the line: the first, the last, and some between.
    public List<Label> labels() {
        int last = points.size() - 1;
        List<Label> labels = new ArrayList<>();
        if (last == 0) {
            return List.of(new Label(x(0), "end", false, day(points.getFirst())));
        }
        int parts = Math.min(4, last);
        for (int part = 0; part <= parts; part++) {
            int at = part * last / parts;
            String anchor = part == 0 ? "start" : part == parts ? "end" : "middle";
            labels.add(new Label(x(at), anchor, part % 2 == 1 && parts > 2, day(points.get(at))));
        }
        return labels;
    }

    /// The line.
    public String line() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            path.append(i == 0 ? 'M' : 'L').append(x(i)).append(' ').append(number(y(share(points.get(i)))));
        }
        return path.toString();
    }

    /// The line and what is below it.
    public String area() {
        return line() + "L" + x(points.size() - 1) + " " + BOTTOM + "L" + x(0) + " " + BOTTOM + "Z";
    }

    /// Where the last point is.
    public String lastX() {
        return x(points.size() - 1);
    }

    /// The same.
    public String lastY() {
        return number(y(share(points.getLast())));
    }

    /// A day in few letters: "26 Nov".
    public String day(Day day) {
        return DateTimeFormatter.ofPattern("d MMM", locale).format(day.day());
    }

    /// A day whole: "26 November 2026".
    public String whole(Day day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(day.day().atStartOfDay(ZoneOffset.UTC));
    }

    private static double share(Day day) {
        return day.members() == 0 ? 0 : day.enrolled() * 100.0 / day.members();
    }

    private String x(int index) {
        int last = points.size() - 1;
        return number(last == 0 ? RIGHT : LEFT + (double) (RIGHT - LEFT) * index / last);
    }

    private static double y(double percent) {
        return BOTTOM - (BOTTOM - TOP) * percent / 100;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
