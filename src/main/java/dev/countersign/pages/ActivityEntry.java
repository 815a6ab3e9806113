package dev.countersign.pages;

/// One event in the list of what happened to an account.
///
/// @param browser "Firefox on macOS", a hint, as the browser gave it; empty where no browser was in it
/// @param network "203.0.113.7"
public record ActivityEntry(String sentence, Moment at, String browser, String network) {}
