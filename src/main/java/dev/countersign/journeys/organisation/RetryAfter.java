package dev.countersign.journeys.organisation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The header `Retry-After` (RFC 9110 §10.2.3): a number of seconds, or a date.
final class RetryAfter {
    private RetryAfter() {}

    /// When to try again; empty where that says nothing.
    static Optional<Instant> of(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(now.plusSeconds(Long.parseLong(text)));
        }
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
