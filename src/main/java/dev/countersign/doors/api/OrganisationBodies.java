package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about organisations and their members.
final class OrganisationBodies {
    private OrganisationBodies() {}

    record OrganisationRequest(@Nullable String name) implements Wire {}

    /// What is left out stays as it is; a text without characters removes what is there.
    record BrandRequest(
            @Nullable String name,
            @Nullable String accent,
            @Nullable SupportRequest support) implements Wire {}

    record SupportRequest(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String link) implements Wire {}

    record SupportView(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String link) implements Wire {}

    /// `logo` is where anybody who has this address finds the picture. `eraseAt` is there while the organisation waits
    /// to be erased.
    record OrganisationAnswer(
            String id,
            String name,
            Instant createdAt,
            @Nullable String accent,
            @Nullable String logo,
            SupportView support,
            @JsonInclude(Include.NON_NULL) @Nullable Instant eraseAt)
            implements Wire {}

    record LogoAnswer(String logo, int width, int height) implements Wire {}

    record NameRequest(@Nullable String name) implements Wire {}

    record TransferRequest(@Nullable String accountId) implements Wire {}

    /// When what was asked to be erased is.
    record EraseAnswer(Instant eraseAt) implements Wire {}

    record InvitationRequest(
            @Nullable String email, @Nullable String role) implements Wire {}

    /// The link is there once, for whoever invites, where no mail can be sent.
    record InvitationView(
            String id,
            String email,
            String role,
            Instant sentAt,
            Instant expiresAt,
            @JsonInclude(Include.NON_NULL) @Nullable String link)
            implements Wire {}

    /// Somebody who is invited has no id and no name yet.
    record MemberAccountView(
            @Nullable String id, String email, @Nullable String name) implements Wire {}

    /// `enrolled` with a method that policy allows; `mustReplace` with methods that it no longer allows.
    record MemberTwoStepView(boolean enrolled, List<String> factors, boolean mustReplace) implements Wire {}

    record MemberView(
            MemberAccountView account,
            String role,
            String status,
            MemberTwoStepView twoStep,
            @Nullable Instant lastSignInAt,
            boolean locked,
            boolean suspended,
            @JsonInclude(Include.NON_NULL) @Nullable Instant eraseAt,
            boolean managedHere,
            Instant since,
            @Nullable String invitationId)
            implements Wire {}

    /// Either `accountIds`, or `all` of those that `status` and `q` find, behind `cursor`.
    record BulkRequest(
            @Nullable String action,
            @Nullable List<String> accountIds,
            @Nullable Boolean all,
            @Nullable String status,
            @Nullable String q,
            @Nullable String cursor)
            implements Wire {}

    /// Somebody for whom it was not done; `account` is left out where there is none.
    record LeftOutView(
            String accountId,
            @JsonInclude(Include.NON_NULL) @Nullable MemberAccountView account,
            String code,
            String detail)
            implements Wire {}

    record BulkAnswer(
            int done, List<LeftOutView> leftOut, @Nullable String next) implements Wire {}

    record RoleRequest(@Nullable String role) implements Wire {}

    record ReasonRequest(@Nullable String reason) implements Wire {}

    record ResetAnswer(
            @JsonInclude(Include.NON_NULL) @Nullable String handOverCode,
            @JsonInclude(Include.NON_NULL) @Nullable Instant expiresAt)
            implements Wire {}

    /// A reset that waits. Without `effectiveAt` it waits for the approval first.
    record ResetWaitsAnswer(
            String resetId,
            @JsonInclude(Include.NON_NULL) @Nullable Instant effectiveAt,
            @JsonInclude(Include.NON_NULL) @Nullable Boolean approvalNeeded)
            implements Wire {}

    /// @param dueAt the earliest time of it
    /// @param mayApprove whether whoever asks may approve it now
    record WaitingResetView(
            String id,
            MemberAccountView account,
            @JsonInclude(Include.NON_NULL) @Nullable MemberAccountView askedBy,
            String reason,
            Instant askedAt,
            Instant dueAt,
            boolean approvalNeeded,
            boolean mayApprove)
            implements Wire {}

    /// The same as the person it is about sees it.
    record MyResetView(
            String id,
            String organisationId,
            String organisation,
            Instant askedAt,
            Instant dueAt,
            boolean approvalNeeded)
            implements Wire {}

    record StopResetRequest(@Nullable String token) implements Wire {}

    /// An account as the operator sees it.
    record SupportAccountView(
            String id,
            String email,
            String name,
            List<String> factors,
            int backupCodesLeft,
            boolean suspended,
            @Nullable String managedBy,
            boolean mayHelp)
            implements Wire {}

    /// One thing that becomes stricter; `number` counts days, minutes or devices.
    record PolicyChangeView(String kind, List<String> factors, int number) implements Wire {}

    record JoiningView(
            String organisation,
            String role,
            String email,
            boolean forYou,
            List<PolicyChangeView> changes,
            Instant expiresAt,
            @JsonInclude(Include.NON_NULL) @Nullable Instant eraseAt)
            implements Wire {}

    /// A whole policy. Minutes that are left out are not limited.
    record PolicyRequest(
            @Nullable String enrolment,
            @Nullable Integer graceDays,
            @Nullable List<String> factors,
            @Nullable String preferred,
            @Nullable String emailCode,
            @Nullable Boolean mayTurnOff,
            @Nullable Integer backupCodes,
            @Nullable String rememberDevice,
            @Nullable Integer rememberDays,
            @Nullable Integer devicesPerAccount,
            @Nullable Integer accountsPerDevice,
            @Nullable Boolean signOutForgetsDevice,
            @Nullable Integer sessionMinutes,
            @Nullable Integer idleMinutes,
            @Nullable Integer adminIdleMinutes,
            @Nullable Integer aal2Hours,
            @Nullable String resetBy,
            @Nullable Integer resetWaitHours,
            @Nullable String recovery,
            @Nullable Integer recoveryWaitHours)
            implements Wire {}

    record PolicyPreviewRequest(@Nullable PolicyRequest policy) implements Wire {}

    /// @param approvers how many others may approve a reset that the caller asks for; below two, a policy of
    ///     `two-admins` may leave nobody who can
    record PolicyPreview(
            int members,
            int notEnrolled,
            int usingDisallowedFactors,
            Map<String, Integer> disallowedFactors,
            int sessionsEnded,
            int devicesForgotten,
            @JsonInclude(Include.NON_NULL) @Nullable Instant dueAt,
            int approvers)
            implements Wire {}

    record ManagingRequest(@Nullable String organisationId) implements Wire {}
}
