package dev.countersign.pages;

import java.util.List;

/// One event in an organisation's log.
///
/// @param at the moment in the zone of whoever looks
/// @param utc "2026-11-26 06:52:19.123 UTC"
/// @param browser empty where no browser was in it
/// @param network likewise
/// @param people whom a link leads to more of, none where nobody has an account
/// @param data what else is on record, by its name there
public record LogLine(
        String id,
        String type,
        String sentence,
        Moment at,
        String utc,
        String browser,
        String network,
        List<Person> people,
        List<Fact> data) {

    /// Somebody with an account.
    ///
    /// @param part the key of what they are in it: who did it, whom it is about, or both
    public record Person(String part, String id, String name) {}

    /// A value by its name.
    ///
    /// @param worded whether the name is one for people, not the one on record
    public record Fact(String name, String value, boolean worded) {}
}
