package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// A webhook as one line of a list.
///
/// @param off why it is not told, null while it is
/// @param failing since when it took nothing, null where it took the last message
public record WebhookEntry(
        String id,
        String url,
        Moment made,
        @Nullable String off,
        @Nullable Moment failing) {}
