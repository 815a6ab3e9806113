package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// One message to a webhook as a line of a list.
///
/// @param status `waiting`, `delivered` or `failed`
/// @param answered the status of the answer, 0 where there was none
/// @param fault why nobody answered, "" where somebody did or nothing was tried
/// @param next when it is tried next, null where it is settled
public record DeliveryEntry(
        String id,
        String type,
        Moment at,
        String status,
        int attempts,
        int answered,
        String answer,
        String fault,
        @Nullable Moment next) {}
