package dev.countersign.people.client;

import java.util.Locale;

/// What is wrong with a field of what should be agreed with an app.
///
/// @param line which line of the field, from 1, or 0 for the field as a whole
public record ClientFault(String field, Kind kind, int line) {
    /// What is wrong.
    public enum Kind {
        /// There is nothing.
        MISSING,
        /// It is none of the words that it can be.
        UNKNOWN,
        /// It is too long, or too many.
        TOO_LONG,
        /// It is no address that people can be sent back to.
        NOT_AN_ADDRESS,
        /// An app without a secret always proves itself by PKCE.
        NEEDED_WITHOUT_SECRET,
        /// An app for everyone always asks people.
        NEEDED_FOR_EVERYONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
