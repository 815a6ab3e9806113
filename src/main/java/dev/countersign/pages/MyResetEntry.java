package dev.countersign.pages;

/// A reset of one's own two-step sign-in that waits, as pages show it to the person.
///
/// @param organisation the name of the organisation whose admin asked
/// @param due the earliest time of it
/// @param needsApproval whether a second admin has to approve it
public record MyResetEntry(String organisation, Moment asked, Moment due, boolean needsApproval) {}
