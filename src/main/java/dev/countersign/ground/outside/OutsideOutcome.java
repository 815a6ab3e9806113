package dev.countersign.ground.outside;

/// What came of a call outside.
public sealed interface OutsideOutcome {
    /// There was an answer.
    ///
    /// @param body its beginning, as text; "" where there was none
    /// @param retryAfter the header `Retry-After` as it came; "" where there was none
    record Answered(int status, String body, String retryAfter) implements OutsideOutcome {}

    /// The address is not public, or not one that may be called.
    record NotAllowed() implements OutsideOutcome {}

    /// Nobody was reached, or the line broke.
    ///
    /// @param why `unknown-host`, `no-connection`, `no-secure-line`, `broken` or `timeout`
    record Unreached(String why) implements OutsideOutcome {}
}
