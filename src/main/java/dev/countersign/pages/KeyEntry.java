package dev.countersign.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An API key as one line of a list.
///
/// @param hint how it begins
/// @param scopes what it may do, `members:read`
/// @param maker who made it, null for an account that is gone
/// @param used when it was last used, null for never
/// @param over why it opens nothing any more, null while it does
public record KeyEntry(
        String id,
        String name,
        String hint,
        List<String> scopes,
        @Nullable String maker,
        Moment made,
        Moment until,
        @Nullable Moment used,
        String network,
        @Nullable String over) {}
