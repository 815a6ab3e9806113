package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.FactorType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far an organisation has come with two-step sign-in.
///
/// @param series a day each, without gaps, the oldest first; the last one as it is now where it is today
/// @param factors how many members have each method; one person may have several
/// @param requiredFrom the end of the days of grace in which it can still be put off, or null
public record Adoption(
        List<Day> series,
        Counts now,
        Map<FactorType, Integer> factors,
        @Nullable Instant requiredFrom) {

    public Adoption {
        series = List.copyOf(series);
        factors = Map.copyOf(factors);
    }

    /// A day in UTC, as it was at its end.
    public record Day(LocalDate day, int members, int enrolled) {
        /// How many of a hundred members, rounded down: all is all.
        public int percent() {
            return members == 0 ? 0 : (int) (enrolled * 100L / members);
        }
    }

    /// How many members there are now, and how many need attention.
    ///
    /// @param enrolled set up with a method that policy allows
    /// @param mustReplace set up with methods that it no longer allows
    /// @param noWayBack set up, with one method and not one backup code
    /// @param codesLow with three backup codes or fewer left of more, but one at least
    public record Counts(int members, int enrolled, int mustReplace, int noWayBack, int codesLow, int locked) {
        /// How many have not set up two-step sign-in.
        public int notSetUp() {
            return members - enrolled - mustReplace;
        }
    }
}
