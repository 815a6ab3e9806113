package dev.countersign.ground.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happens around applications that have only the second step verified here, and their references: people as
/// they call them, who have no account.
public sealed interface VerifyEvent extends AuditEvent.Elsewhere {
    @Override
    default @Nullable String accountId() {
        return null;
    }

    /// An application that has the second step verified here was registered.
    record VerifyAppRegistered(String actorId, String organisationId, String appId, String name)
            implements VerifyEvent {}

    /// It was given another key.
    record VerifyAppKeyReplaced(String actorId, String organisationId, String appId, String name, boolean atOnce)
            implements VerifyEvent {}

    /// Its keys were ended.
    record VerifyAppKeyRevoked(String actorId, String organisationId, String appId, String name)
            implements VerifyEvent {}

    /// It was removed, with everybody that it has enrolled.
    record VerifyAppRemoved(String actorId, String organisationId, String appId, String name) implements VerifyEvent {}

    /// It, or all of them, used up what may be sent in a day; which limit that is.
    record VerifyAppAlarm(String organisationId, String appId, String name, String alarm) implements VerifyEvent {}

    /// An application begins to enrol a factor of one of its references: a person as it calls them.
    record ReferenceEnrolmentBegun(String organisationId, String appId, String name, String reference, String factor)
            implements VerifyEvent {}

    /// A code that should have confirmed that was not accepted.
    record ReferenceEnrolmentFailed(String organisationId, String appId, String name, String reference, String factor)
            implements VerifyEvent {}

    /// A factor of a reference was confirmed.
    record ReferenceEnrolled(String organisationId, String appId, String name, String reference, String factor)
            implements VerifyEvent {}

    /// A reference has another set of backup codes.
    record ReferenceBackupCodesMade(String organisationId, String appId, String name, String reference, int count)
            implements VerifyEvent {}

    /// An application asks a reference for its second step.
    record ReferenceChallenged(String organisationId, String appId, String name, String reference, String purpose)
            implements VerifyEvent {}

    /// A code was texted or mailed to a reference.
    record ReferenceCodeSent(String organisationId, String appId, String name, String reference, String factor)
            implements VerifyEvent {}

    /// None was: too many were asked for. Which limit that is.
    record ReferenceCodeRefused(String organisationId, String appId, String name, String reference, String reason)
            implements VerifyEvent {}

    /// A reference gave the right answer.
    record ReferenceVerified(String organisationId, String appId, String name, String reference, String factor)
            implements VerifyEvent {}

    /// An answer was `incorrect` or `already-used`.
    record ReferenceFailed(String organisationId, String appId, String name, String reference, String reason)
            implements VerifyEvent {}

    /// Too many wrong answers in a row: answers of that reference are locked.
    record ReferenceLocked(String organisationId, String appId, String name, String reference, Instant until)
            implements VerifyEvent {}

    /// Too many wrong answers in a month: this factor is not accepted until a reset.
    record ReferenceFactorSuspended(String organisationId, String appId, String name, String reference, String factor)
            implements VerifyEvent {}

    /// An application redeemed the result of a right answer.
    record ReferenceRedeemed(String organisationId, String appId, String name, String reference, String purpose)
            implements VerifyEvent {}

    /// A result was refused: `unknown`, `used` (or too old), of before a `reset`, or for `other` than it
    /// was asked for.
    record ReferenceResultRefused(String organisationId, String appId, String name, String reference, String reason)
            implements VerifyEvent {}

    /// An application had the factors of a reference removed.
    record ReferenceReset(String organisationId, String appId, String name, String reference) implements VerifyEvent {}

    /// An application had handed out what is kept of a reference.
    record ReferenceExported(String organisationId, String appId, String name, String reference)
            implements VerifyEvent {}

    /// An application had a reference removed.
    record ReferenceDeleted(String organisationId, String appId, String name, String reference)
            implements VerifyEvent {}
}
