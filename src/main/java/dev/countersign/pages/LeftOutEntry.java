package dev.countersign.pages;

/// A member for whom something was not done, and why.
///
/// @param id the account, or "" where it is no member
/// @param why a sentence
public record LeftOutEntry(String id, String name, String why) {}
