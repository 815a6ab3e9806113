package dev.countersign.journeys.signin;

/// What a signed-in account should still see to; none of it blocks.
public enum Owed {
    /// Policy recommends a second step and the account has none.
    ENROLMENT_RECOMMENDED,
    /// Three backup codes or fewer are left.
    BACKUP_CODES_LOW
}
