package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// The authenticator app of an account as its settings show it.
///
/// @param label the person's word for it
/// @param since when it was connected
/// @param lastUsed when it gave a code last, or null
/// @param suspended whether it cannot be used until support unlocks the account
/// @param renewable whether policy lets it be connected anew
/// @param kept why it may not be removed, as the last part of a message's key, or null when it may
public record AppEntry(
        String id,
        String label,
        Moment since,
        @Nullable Moment lastUsed,
        boolean suspended,
        boolean renewable,
        @Nullable String kept) {}
