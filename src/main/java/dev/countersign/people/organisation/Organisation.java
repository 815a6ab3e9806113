package dev.countersign.people.organisation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A group of accounts with owners, who set what is demanded of its members.
///
/// @param eraseAt when it is erased, as an owner wants; null where it stays
public record Organisation(
        String id, String name, Instant createdAt, @Nullable Instant eraseAt) {}
