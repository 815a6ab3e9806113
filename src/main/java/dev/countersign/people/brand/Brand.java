package dev.countersign.people.brand;

import dev.countersign.people.organisation.SupportContact;
import org.jspecify.annotations.Nullable;

/// How an organisation shows itself to its members.
///
/// @param name the organisation's
/// @param accent its colour, or null for this server's own
/// @param logo the last part of the address of its logo, or null where it has none
/// @param support whom its members ask; empty for whom this server names
public record Brand(
        String organisationId,
        String name,
        @Nullable Accent accent,
        @Nullable String logo,
        SupportContact support) {}
