package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// A verify-only application as one line of a list.
///
/// @param hint how its key begins, null while it has none
public record VerifyAppEntry(
        String id, String name, @Nullable String hint, Moment made) {}
