package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.Origin;
import org.jspecify.annotations.Nullable;

/// A passkey as the whole sign-in: what the browser sent (`AuthenticationResponseJSON`), to that door, and what it
/// holds. `bindDevice` as for a password.
public record PasskeySignIn(
        PasskeySignIns.Door door,
        String credential,
        @Nullable String deviceToken,
        boolean bindDevice,
        Origin origin) {
    @Override
    public String toString() {
        return "PasskeySignIn[" + origin + "]";
    }
}
