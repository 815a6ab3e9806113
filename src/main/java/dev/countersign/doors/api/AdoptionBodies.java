package dev.countersign.doors.api;

import java.util.List;
import java.util.Map;

/// What goes over the wire of an organisation's adoption of two-step sign-in.
final class AdoptionBodies {
    private AdoptionBodies() {}

    /// @param factors how many members have each method
    record AdoptionView(List<DayView> series, Map<String, Integer> factors, AttentionView attention) implements Wire {}

    /// @param day `2026-11-26`, in UTC
    record DayView(String day, int members, int enrolled) implements Wire {}

    /// How many members need attention; each field is a status that the list of members takes.
    record AttentionView(int notSetUp, int mustReplace, int noWayBack, int codesLow, int locked) implements Wire {}

    /// @param more whether there are others to remind, by the same call again
    record RemindedAnswer(int reminded, boolean more) implements Wire {}
}
