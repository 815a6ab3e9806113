package dev.countersign.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is printed: a line for each measurement as it comes, and the targets at the end.
final class Report {
    private final PrintStream out;
    private final List<String> verdicts = new ArrayList<>();
    private boolean allMet = true;

    private final boolean threads;

    /// With `threads`, each measurement says what each kind of the server's threads used.
    Report(PrintStream out, boolean threads) {
        this.out = out;
        this.threads = threads;
    }

    void title(String text) {
        out.println();
        out.println(text);
    }

    void line(String format, Object... values) {
        out.println("  " + String.format(Locale.ROOT, format, values));
    }

    void window(String name, Load.Window window) {
        line(
                "%-34s %2d workers %9.1f/s  server CPU %8.3f ms each   (driver %.3f ms; other processes kept %.1f processors busy)",
                name,
                window.workers(),
                window.rate(),
                window.serverMillis(),
                window.driverNanos() / 1e6 / window.count(),
                window.others());
        threads(window.threads().toString());
    }

    void threads(String used) {
        if (threads) {
            line("    CPU by threads, user+system, ms each: %s", used);
        }
    }

    void atMost(String what, double value, double limit, String unit) {
        verdict(value <= limit, what, value, "at most", limit, unit);
    }

    void atLeast(String what, double value, double limit, String unit) {
        verdict(value >= limit, what, value, "at least", limit, unit);
    }

    private void verdict(boolean met, String what, double value, String bound, double limit, String unit) {
        allMet &= met;
        verdicts.add(String.format(
                Locale.ROOT,
                "%-6s  %-58s %8.2f %-4s (%s %.2f)",
                met ? "met" : "MISSED",
                what,
                value,
                unit,
                bound,
                limit));
    }

    /// Prints the targets and says whether all were met.
    boolean finish() {
        title("Targets");
        verdicts.forEach(verdict -> out.println("  " + verdict));
        return allMet;
    }
}
