package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about verify-only applications, and between them and this server.
final class VerifyAppBodies {
    private VerifyAppBodies() {}

    record VerifyAppRequest(@Nullable String name) implements Wire {}

    record VerifyKeyRequest(@Nullable Boolean atOnce) implements Wire {}

    /// The key is there once, for whoever makes it.
    record VerifyAppView(
            String id,
            String name,
            @Nullable String hint,
            Instant createdAt,
            @Nullable Instant oldKeyUntil,
            @JsonInclude(Include.NON_NULL) @Nullable String key)
            implements Wire {}

    record ReferenceRequest(@Nullable String reference) implements Wire {}

    record ReferenceEnrolmentRequest(
            @Nullable String reference, @Nullable String label) implements Wire {}

    record ReferenceEnrolmentView(String id, String secret, String otpauthUri, Instant expiresAt, int attemptsLeft)
            implements Wire {}

    record ReferencePhoneRequest(
            @Nullable String reference,
            @Nullable String phone,
            @Nullable String locale) implements Wire {}

    record ReferenceEmailRequest(
            @Nullable String reference,
            @Nullable String email,
            @Nullable String locale) implements Wire {}

    record PendingContact(
            String id, String hint, Instant nextSendAt, Instant expiresAt, int attemptsLeft, boolean delayed)
            implements Wire {}

    record ReferenceConfirmRequest(
            @Nullable String reference, @Nullable String code) implements Wire {}

    record ReferenceFactorView(
            String type,
            @Nullable String hint,
            Instant enrolledAt,
            @Nullable Instant lastUsedAt,
            boolean suspended) implements Wire {}

    record ReferenceConfirmedAnswer(ReferenceFactorView factor, List<String> backupCodes) implements Wire {}

    record ReferenceCodesAnswer(List<String> backupCodes) implements Wire {}

    record ReferenceView(
            boolean enrolled,
            List<ReferenceFactorView> factors,
            int backupCodesLeft,
            int backupCodesOf,
            @Nullable Instant lockedUntil)
            implements Wire {}

    record ReferenceExportAnswer(
            String reference,
            Instant createdAt,
            List<ReferenceFactorView> factors,
            @Nullable String phone,
            @Nullable String email,
            int backupCodesLeft,
            int backupCodesOf,
            @Nullable Instant lockedUntil,
            List<ReferenceQuestionView> questions)
            implements Wire {}

    record ReferenceQuestionView(
            String purpose,
            Instant askedAt,
            @Nullable Instant answeredAt,
            @Nullable String factor,
            @Nullable Instant redeemedAt)
            implements Wire {}

    record QuestionRequest(
            @Nullable String reference,
            @Nullable String purpose,
            @Nullable String locale) implements Wire {}

    record QuestionSendRequest(@Nullable String factor) implements Wire {}

    record QuestionSentAnswer(Instant nextSendAt, boolean delayed) implements Wire {}

    record QuestionView(String token, List<String> factors, int attemptsLeft, Instant expiresAt) implements Wire {}

    record QuestionAnswerRequest(
            @Nullable String factor, @Nullable String code) implements Wire {}

    record ResultView(String result, Instant expiresAt) implements Wire {}

    record RedeemRequest(
            @Nullable String result,
            @Nullable String reference,
            @Nullable String purpose) implements Wire {}

    record RedeemedAnswer(String reference, String purpose, String factor, Instant verifiedAt) implements Wire {}
}
