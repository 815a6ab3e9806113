package dev.countersign.people.delivery;

import org.jspecify.annotations.Nullable;

/// A message in words, ready to leave.
///
/// @param subject empty for a text message
/// @param text plain text: all of a text message, or the plain part of a mail
/// @param html the other part of a mail; null for a text message
public record Letter(String subject, String text, @Nullable String html) {
    @Override
    public String toString() {
        return "Letter[***]";
    }
}
