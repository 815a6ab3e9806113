package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// A passkey as the settings show it.
///
/// @param name the person's word for it
/// @param synced whether it can be copied to other devices; else it never leaves its own
/// @param since when it was made
/// @param lastUsed when it was used last, or null
/// @param suspended whether it cannot be used until support unlocks the account
/// @param kept why it may not be removed, as the last part of a message's key, or null when it may
public record PasskeyEntry(
        String id,
        String name,
        boolean synced,
        Moment since,
        @Nullable Moment lastUsed,
        boolean suspended,
        @Nullable String kept) {}
