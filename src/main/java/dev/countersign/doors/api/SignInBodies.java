package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes over the wire before there is a session.
final class SignInBodies {
    private SignInBodies() {}

    record AccountRequest(
            @Nullable String email,
            @Nullable String password,
            @Nullable String name,
            @Nullable String invitation) implements Wire {}

    record AccountAnswer(NewAccountView account) implements Wire {}

    /// Only address and name are there while the address has to be confirmed.
    record NewAccountView(
            @Nullable String id,
            String email,
            String name,
            @Nullable String locale,
            @Nullable String timeZone,
            @Nullable Boolean operator,
            @Nullable Instant createdAt)
            implements Wire {}

    record ConfirmAddressRequest(
            @Nullable String email, @Nullable String code) implements Wire {}

    record PasswordLinkRequest(@Nullable String email) implements Wire {}

    record NewPasswordRequest(
            @Nullable String token, @Nullable String password) implements Wire {}

    record AccountView(
            String id, String email, String name, String locale, String timeZone, boolean operator, Instant createdAt)
            implements Wire {}

    /// `device` is the token that an earlier answer gave the app to keep.
    record SignInRequest(
            @Nullable String email,
            @Nullable String password,
            @Nullable String device) implements Wire {}

    record VerifyRequest(
            @Nullable String factor,
            @Nullable String code,
            @Nullable Boolean remember) implements Wire {}

    /// `app` is the key of the authenticator app that the person chose ("google-authenticator").
    record TotpRequest(@Nullable String app) implements Wire {}

    record PhoneRequest(@Nullable String phone) implements Wire {}

    record SendRequest(@Nullable String factor) implements Wire {}

    record CodeRequest(@Nullable String code) implements Wire {}

    /// The body of a call that takes none.
    record EmptyRequest() implements Wire {}

    /// `backupCodes` are there when the sign-in ended in an enrolment that made them.
    record SignedInAnswer(
            String status,
            SessionToken session,
            AccountView account,
            @JsonInclude(Include.NON_NULL) @Nullable DeviceToken device,
            List<String> owes,
            @JsonInclude(Include.NON_NULL) @Nullable FactorView factor,
            @JsonInclude(Include.NON_NULL) @Nullable List<String> backupCodes)
            implements Wire {}

    record SessionToken(
            String id,
            String token,
            Instant createdAt,
            Instant expiresAt,
            String acr,
            List<String> amr,
            Instant authTime)
            implements Wire {}

    record DeviceToken(String token) implements Wire {}

    record ChallengeAnswer(
            String status,
            ChallengeView challenge,
            @JsonInclude(Include.NON_NULL) @Nullable DeviceToken device) implements Wire {}

    /// `nextSendAt`: until when no code is sent; absent where one goes out at once, or none is ever sent.
    record ChallengeView(
            String token,
            String factor,
            List<WayView> factors,
            int attemptsLeft,
            Instant expiresAt,
            @JsonInclude(Include.NON_NULL) @Nullable Instant nextSendAt,
            boolean mayRemember)
            implements Wire {}

    /// One factor that a challenge takes; the hint is what the person calls it.
    record WayView(
            String type,
            @JsonInclude(Include.NON_NULL) @Nullable String hint) implements Wire {}

    record EnrolmentRequiredAnswer(
            String status,
            EnrolmentView enrolment,
            @JsonInclude(Include.NON_NULL) @Nullable DeviceToken device,
            @JsonInclude(Include.NON_NULL) @Nullable FactorView factor,
            @JsonInclude(Include.NON_NULL) @Nullable List<String> backupCodes)
            implements Wire {}

    record EnrolmentView(
            String token,
            List<String> factors,
            String reason,
            @JsonInclude(Include.NON_NULL) @Nullable Instant skippableUntil,
            Instant expiresAt)
            implements Wire {}

    record PendingFactor(String id, String status, String secret, String otpauthUri, Instant expiresAt)
            implements Wire {}

    /// A phone that waits for the code that was sent to it.
    record PendingPhone(String id, String status, String hint, Instant nextSendAt, Instant expiresAt, boolean delayed)
            implements Wire {}

    /// A code is on its way. `delayed`: the gateways are down or slow.
    record SentAnswer(String sentTo, Instant nextSendAt, boolean delayed) implements Wire {}

    /// An enrolled factor. `usable` is false while it is suspended.
    record FactorView(
            String id,
            String type,
            String label,
            @Nullable String hint,
            Instant enrolledAt,
            @Nullable Instant lastUsedAt,
            boolean usable)
            implements Wire {}
}
