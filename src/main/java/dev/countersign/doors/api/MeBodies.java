package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.countersign.doors.api.SignInBodies.ChallengeView;
import dev.countersign.doors.api.SignInBodies.FactorView;
import dev.countersign.doors.api.SignInBodies.SessionToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes over the wire between a signed-in account and its own things.
final class MeBodies {
    private MeBodies() {}

    /// `eraseAt` is there while the account waits to be erased.
    record Me(
            String id,
            String email,
            String name,
            String locale,
            String timeZone,
            boolean operator,
            Instant createdAt,
            List<OrganisationView> organisations,
            PolicyView policy,
            TwoStepView twoStep,
            @JsonInclude(Include.NON_NULL) @Nullable Instant eraseAt)
            implements Wire {}

    record OrganisationView(
            String id,
            String name,
            String role,
            boolean managing,
            Instant since,
            @JsonInclude(Include.NON_NULL) @Nullable Instant eraseAt)
            implements Wire {}

    record TwoStepView(
            boolean enrolled,
            List<String> factors,
            int backupCodesLeft,
            List<String> owes,
            @JsonInclude(Include.NON_NULL) @Nullable Instant skippableUntil)
            implements Wire {}

    /// The policy that holds for the account, field by field the strictest of its organisations'.
    record PolicyView(
            String enrolment,
            int graceDays,
            List<String> factors,
            @Nullable String preferred,
            String emailCode,
            boolean mayTurnOff,
            int backupCodes,
            String rememberDevice,
            int rememberDays,
            int devicesPerAccount,
            int accountsPerDevice,
            boolean signOutForgetsDevice,
            int sessionMinutes,
            @Nullable Integer idleMinutes,
            @Nullable Integer adminIdleMinutes,
            int aal2Hours,
            String resetBy,
            int resetWaitHours,
            String recovery,
            int recoveryWaitHours)
            implements Wire {}

    /// Fields that are left out stay as they are.
    record ProfileRequest(
            @Nullable String name,
            @Nullable String locale,
            @Nullable String timeZone) implements Wire {}

    record SessionView(
            String id,
            String browser,
            String network,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            String acr,
            List<String> amr,
            Instant authTime,
            boolean byRememberedDevice,
            boolean current)
            implements Wire {}

    /// One event on record about the account.
    record ActivityView(String id, Instant at, String type, String sentence, String browser, String network)
            implements Wire {}

    record DeviceView(
            String id,
            String browser,
            String network,
            Instant rememberedAt,
            Instant lastUsedAt,
            Instant expiresAt,
            boolean current)
            implements Wire {}

    record BackupCodesView(String type, int left, int of) implements Wire {}

    record ConfirmedAnswer(
            FactorView factor,
            @JsonInclude(Include.NON_NULL) @Nullable List<String> backupCodes,
            SessionToken session) implements Wire {}

    record LabelRequest(@Nullable String label) implements Wire {}

    record CodesAnswer(List<String> codes) implements Wire {}

    /// `status` is `challenge`, with one to answer, or `password`, where the account has no second factor.
    record StepUpAnswer(
            String status,
            @JsonInclude(Include.NON_NULL) @Nullable ChallengeView challenge) implements Wire {}

    /// Either `challenge` (its token), `factor` and `code` (of a passkey: `credential`), or `password`.
    record StepUpRequest(
            @Nullable String challenge,
            @Nullable String factor,
            @Nullable String code,
            @Nullable Map<String, Object> credential,
            @Nullable String password)
            implements Wire {}

    record StepUpSendRequest(
            @Nullable String challenge, @Nullable String factor) implements Wire {}

    record SessionAnswer(SessionToken session) implements Wire {}

    record PasswordRequest(
            @Nullable String current, @Nullable String password) implements Wire {}

    record EmailRequest(@Nullable String email) implements Wire {}

    /// A new address that waits for its code.
    record PendingAddress(String email, String status, Instant nextSendAt, Instant expiresAt) implements Wire {}
}
