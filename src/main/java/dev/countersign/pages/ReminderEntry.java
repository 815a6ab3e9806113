package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// That the person should set up two-step sign-in.
///
/// @param until the date from which they have to, or null where it is a recommendation, which can be put away
public record ReminderEntry(@Nullable Moment until) {}
