package dev.countersign.factors.passkey;

import org.jspecify.annotations.Nullable;

/// Who is asked for a passkey, and for what. The holder is the id of what asks (a challenge, an enrolment, a session, a
/// browser): an answer counts only where it was asked for. The account is null for [PasskeyPurpose#SIGN_IN] alone.
public record PasskeyQuestion(
        PasskeyPurpose purpose, String holderId, @Nullable String accountId) {
    public PasskeyQuestion {
        if ((purpose == PasskeyPurpose.SIGN_IN) != (accountId == null)) {
            throw new IllegalArgumentException("Only a sign-in by passkey alone asks nobody in particular");
        }
    }

    /// A new passkey for the account.
    public static PasskeyQuestion enrol(String holderId, String accountId) {
        return new PasskeyQuestion(PasskeyPurpose.ENROL, holderId, accountId);
    }

    /// The whole sign-in, in that browser or app.
    public static PasskeyQuestion signIn(String holderId) {
        return new PasskeyQuestion(PasskeyPurpose.SIGN_IN, holderId, null);
    }

    /// The second step of a sign-in.
    public static PasskeyQuestion secondStep(String holderId, String accountId) {
        return new PasskeyQuestion(PasskeyPurpose.SECOND_STEP, holderId, accountId);
    }

    /// A fresh proof in a session.
    public static PasskeyQuestion stepUp(String holderId, String accountId) {
        return new PasskeyQuestion(PasskeyPurpose.STEP_UP, holderId, accountId);
    }
}
