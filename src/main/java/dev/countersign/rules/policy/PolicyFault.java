package dev.countersign.rules.policy;

/// What is wrong with one field of a policy.
///
/// @param field its name in the policy table
/// @param least the least number that is taken; 0 where the fault is no number out of range
/// @param most the greatest
/// @param sentence the fault in English, which begins with the field
public record PolicyFault(String field, Kind kind, int least, int most, String sentence) {

    /// The kinds of faults.
    public enum Kind {
        /// It was left out.
        MISSING,
        /// It is none of the words that the field takes.
        WORD,
        /// It is no whole number.
        UNKNOWN,
        /// It is a number out of range.
        RANGE,
        /// No method would be left that this server can offer.
        NO_METHOD,
        /// The method that is offered first is none of those that are allowed.
        PREFERRED
    }
}
