package dev.countersign.doors.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about passkeys: WebAuthn's own JSON forms, inside ours.
final class PasskeyBodies {
    private PasskeyBodies() {}

    /// `publicKey` is `PublicKeyCredentialRequestOptionsJSON`.
    record PasskeyOptionsAnswer(Map<String, Object> publicKey) implements Wire {}

    /// `publicKey` is `PublicKeyCredentialCreationOptionsJSON`, for the enrolment of that id.
    record NewPasskeyOptionsAnswer(String id, Map<String, Object> publicKey, Instant expiresAt) implements Wire {}

    /// `credential` is `AuthenticationResponseJSON`; `device` the token that an earlier answer gave the app to
    /// keep.
    record PasskeySignInRequest(
            @Nullable Map<String, Object> credential,
            @Nullable String device) implements Wire {}

    /// `credential` is `RegistrationResponseJSON`.
    record NewPasskeyRequest(@Nullable String id, @Nullable Map<String, Object> credential) implements Wire {}
}
