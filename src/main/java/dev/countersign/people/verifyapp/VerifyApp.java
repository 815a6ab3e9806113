package dev.countersign.people.verifyapp;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An application that keeps its own passwords and has the second step verified here. It holds no key: only hashes
/// are kept.
///
/// @param hint how its key begins, so that people can tell which it is; null while it has none
/// @param oldKeyUntil until when the key before the newest one still works, or null
public record VerifyApp(
        String id,
        String organisationId,
        String name,
        @Nullable String hint,
        @Nullable Instant oldKeyUntil,
        Instant createdAt) {}
