package dev.countersign.people.site;

import java.util.Locale;

/// What is wrong with a field of what should be agreed with a site.
///
/// @param line which line of the field, from 1, or 0 for the field as a whole
public record SiteFault(String field, Kind kind, int line) {
    /// What is wrong.
    public enum Kind {
        /// There is nothing.
        MISSING,
        /// It is none of the words that it can be.
        UNKNOWN,
        /// It is too long, or too many.
        TOO_LONG,
        /// It is no origin that a site can be reached at.
        NOT_AN_ORIGIN,
        /// It is no rule.
        NOT_A_RULE,
        /// The rule is about a host that the site is not reached at.
        OTHER_HOST,
        /// What everybody or nobody may asks for no fresh second factor.
        FRESH_FOR_NOBODY;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
