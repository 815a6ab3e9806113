package dev.countersign.factors.factor;

import java.util.Optional;

/// A kind of proof that a person is who they say, with its name in the API and the database and its authentication
/// method reference (RFC 8176 §2).
public enum FactorType {
    /// The first step.
    PASSWORD("password", "pwd", false),
    /// A code from an authenticator app.
    TOTP("totp", "otp", true),
    /// A code by text message.
    SMS("sms", "sms", true),
    /// A code by email: only when an account has nothing else, and never a second factor.
    EMAIL("email", "otp", false),
    /// A saved one-use code. RFC 8176 has no word for a look-up secret; it is a one-time password.
    BACKUP_CODE("backup-code", "otp", true),
    /// A WebAuthn credential.
    PASSKEY("passkey", "hwk", true),
    /// A one-time code that whoever reset the account hands over: it opens enrolment and nothing more.
    HAND_OVER("hand-over", "otp", false),
    /// A remembered device: it stands in for the second step, and proves nothing by itself.
    DEVICE("device", "", false);

    private final String word;
    private final String amr;
    private final boolean secondFactor;

    FactorType(String word, String amr, boolean secondFactor) {
        this.word = word;
        this.amr = amr;
        this.secondFactor = secondFactor;
    }

    /// The name in the API, in tables and in URLs.
    public String word() {
        return word;
    }

    /// The `amr` value, empty for a remembered device.
    public String amr() {
        return amr;
    }

    /// Whether a response with it is a second factor: emailed codes and remembered devices never are.
    public boolean isSecondFactor() {
        return secondFactor;
    }

    /// Whether having one enrolled means that two-step sign-in is on; backup codes only accompany others.
    public boolean countsAsEnrolment() {
        return this == TOTP || this == SMS || this == PASSKEY;
    }

    /// The type of that name, or empty.
    public static Optional<FactorType> of(String word) {
        for (FactorType type : values()) {
            if (type.word.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
