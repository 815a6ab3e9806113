package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEntry;
import org.jspecify.annotations.Nullable;

/// An event in a log, with the names that people know its accounts by.
///
/// @param actor the name of whoever did it, null where there is no such account (any more)
/// @param account the name of whom it is about, null likewise
public record LoggedEvent(
        AuditEntry entry, @Nullable String actor, @Nullable String account) {}
