package dev.countersign.factors.passkey;

/// What a passkey is asked for. A challenge made for one purpose is none for another.
public enum PasskeyPurpose {
    /// A new passkey.
    ENROL("enrol"),
    /// The whole sign-in: nobody has said yet who it is.
    SIGN_IN("sign-in"),
    /// The second step, after the password.
    SECOND_STEP("second-step"),
    /// A fresh proof by somebody who is signed in.
    STEP_UP("step-up");

    private final String word;

    PasskeyPurpose(String word) {
        this.word = word;
    }

    /// The name in the table.
    public String word() {
        return word;
    }
}
