package dev.countersign.ground.audit;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Types of events that people look for together. Each type is in one kind.
public enum AuditKind {
    /// Somebody came in or went out.
    SIGN_IN(
            AuditEvent.ChallengeOpened.class,
            AuditEvent.SignedIn.class,
            AuditEvent.NewDeviceSignedIn.class,
            AuditEvent.SignedOut.class,
            AuditEvent.SteppedUp.class,
            AuditEvent.SignInLinkSent.class,
            AuditEvent.SignInAllowed.class),
    /// Somebody was not let in or not let do something.
    FAILURE(
            AuditEvent.SignInFailed.class,
            AuditEvent.SignInDelayed.class,
            AuditEvent.SecondStepFailed.class,
            AuditEvent.SecondStepLocked.class,
            AuditEvent.FactorSuspended.class,
            AuditEvent.PasswordVoided.class,
            AuditEvent.PasswordChangeRefused.class,
            AuditEvent.AddressChangeFailed.class,
            AuditEvent.EnrolmentFailed.class,
            AuditEvent.CodeRefused.class,
            AuditEvent.LinkReused.class,
            AuditEvent.AccessDenied.class,
            AuditEvent.PasskeyCopied.class,
            AuditEvent.DeviceCopied.class),
    /// What somebody has to sign in with changed.
    METHOD(
            AuditEvent.EnrolmentBegun.class,
            AuditEvent.EnrolmentSkipped.class,
            AuditEvent.FactorAdded.class,
            AuditEvent.FactorReplaced.class,
            AuditEvent.FactorRemoved.class,
            AuditEvent.BackupCodesMade.class,
            AuditEvent.BackupCodeUsed.class),
    /// Codes went out.
    CODE(AuditEvent.CodeSent.class, AuditEvent.TextAlarm.class),
    /// An account was made or changed.
    ACCOUNT(
            AuditEvent.AccountCreated.class,
            AuditEvent.SignUpBegun.class,
            AuditEvent.AddressConfirmed.class,
            AuditEvent.AddressChanged.class,
            AuditEvent.AddressRestored.class,
            AuditEvent.PasswordChanged.class,
            AuditEvent.PasswordLinkMade.class,
            AuditEvent.PasswordLinkUsed.class,
            AuditEvent.PasswordRehashed.class,
            AuditEvent.AccountSuspended.class,
            AuditEvent.AccountReactivated.class,
            AuditEvent.DeletionAsked.class,
            AuditEvent.DeletionCancelled.class,
            AuditEvent.AccountErased.class,
            AuditEvent.DataExported.class,
            AuditEvent.ProfileChanged.class),
    /// Devices were remembered or forgotten, sessions ended.
    DEVICE(
            AuditEvent.DeviceRemembered.class,
            AuditEvent.DeviceForgotten.class,
            AuditEvent.DevicesForgotten.class,
            AuditEvent.SessionEnded.class,
            AuditEvent.OtherSessionsEnded.class,
            AuditEvent.MemberSignedOut.class,
            AuditEvent.MemberDevicesForgotten.class,
            AuditEvent.SignedOutBySupport.class,
            AuditEvent.DevicesForgottenBySupport.class),
    /// Somebody was helped back in.
    RESCUE(
            AuditEvent.TwoStepReset.class,
            AuditEvent.ResetAsked.class,
            AuditEvent.ResetApproved.class,
            AuditEvent.ResetStopped.class,
            AuditEvent.HandOverCodeUsed.class,
            AuditEvent.AccountUnlocked.class,
            AuditEvent.MemberUnlocked.class,
            AuditEvent.NotMe.class,
            AuditEvent.RecoveryAsked.class,
            AuditEvent.RecoveryStarted.class,
            AuditEvent.RecoveryRestarted.class,
            AuditEvent.RecoveryCancelled.class,
            AuditEvent.RecoveryFinished.class),
    /// Who belongs to an organisation, and as what.
    MEMBER(
            AuditEvent.InvitationCreated.class,
            AuditEvent.InvitationAccepted.class,
            AuditEvent.MemberInvited.class,
            AuditEvent.InvitationRevoked.class,
            AuditEvent.InvitationsRevoked.class,
            AuditEvent.MemberJoined.class,
            AuditEvent.RoleChanged.class,
            AuditEvent.MemberRemoved.class,
            AuditEvent.MemberLeft.class,
            AuditEvent.MembershipErased.class,
            AuditEvent.ManagingOrganisationChosen.class,
            AuditEvent.MemberReminded.class),
    /// Apps were registered or changed, and people signed in to them.
    APP(
            AuditEvent.ClientRegistered.class,
            AuditEvent.ClientChanged.class,
            AuditEvent.ClientSecretReplaced.class,
            AuditEvent.ClientRemoved.class,
            AuditEvent.AppSignedIn.class,
            AuditEvent.AppDeviceAllowed.class,
            AuditEvent.AppRevoked.class,
            AuditEvent.AppTokenRefused.class,
            AuditEvent.SiteRegistered.class,
            AuditEvent.SiteChanged.class,
            AuditEvent.SiteSecretReplaced.class,
            AuditEvent.SiteRemoved.class,
            AuditEvent.SiteEntered.class,
            AuditEvent.SiteTicketRefused.class,
            VerifyEvent.VerifyAppRegistered.class,
            VerifyEvent.VerifyAppKeyReplaced.class,
            VerifyEvent.VerifyAppKeyRevoked.class,
            VerifyEvent.VerifyAppRemoved.class,
            VerifyEvent.VerifyAppAlarm.class,
            VerifyEvent.ReferenceEnrolmentBegun.class,
            VerifyEvent.ReferenceEnrolmentFailed.class,
            VerifyEvent.ReferenceEnrolled.class,
            VerifyEvent.ReferenceBackupCodesMade.class,
            VerifyEvent.ReferenceChallenged.class,
            VerifyEvent.ReferenceCodeSent.class,
            VerifyEvent.ReferenceCodeRefused.class,
            VerifyEvent.ReferenceVerified.class,
            VerifyEvent.ReferenceFailed.class,
            VerifyEvent.ReferenceLocked.class,
            VerifyEvent.ReferenceFactorSuspended.class,
            VerifyEvent.ReferenceRedeemed.class,
            VerifyEvent.ReferenceResultRefused.class,
            VerifyEvent.ReferenceReset.class,
            VerifyEvent.ReferenceExported.class,
            VerifyEvent.ReferenceDeleted.class),
    /// The organisation itself, its rules and its log.
    ORGANISATION(
            AuditEvent.FirstStartCompleted.class,
            AuditEvent.OrganisationCreated.class,
            AuditEvent.OrganisationRenamed.class,
            AuditEvent.OrganisationBranded.class,
            AuditEvent.OrganisationLogoChanged.class,
            AuditEvent.OrganisationLogoRemoved.class,
            AuditEvent.OrganisationTransferred.class,
            AuditEvent.OrganisationDeletionAsked.class,
            AuditEvent.OrganisationDeletionCancelled.class,
            AuditEvent.OrganisationErased.class,
            AuditEvent.TestMessageSent.class,
            AuditEvent.PolicyChanged.class,
            AuditEvent.ApiKeyMade.class,
            AuditEvent.ApiKeyRevoked.class,
            AuditEvent.ApiKeyEnded.class,
            AuditEvent.WebhookMade.class,
            AuditEvent.WebhookChanged.class,
            AuditEvent.WebhookSecretReplaced.class,
            AuditEvent.WebhookRemoved.class,
            AuditEvent.WebhookDisabled.class,
            AuditEvent.AuditExported.class);

    // An unmodifiable set, which its type does not say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> types;

    AuditKind(Class<?>... events) {
        types = Stream.of(events).map(AuditRow::typeOf).collect(toUnmodifiableSet());
    }

    /// The names of its events.
    public Set<String> types() {
        return types;
    }

    /// Its name in addresses.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The kind of a type: each is in one.
    static AuditKind ofType(String type) {
        for (AuditKind kind : values()) {
            if (kind.types.contains(type)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("an event of no kind: " + type);
    }

    /// The types that a word asks for: those of a kind, or a type itself; empty where it is neither.
    public static Optional<Set<String>> typesOf(String word) {
        for (AuditKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind.types);
            }
            if (kind.types.contains(word)) {
                return Optional.of(Set.of(word));
            }
        }
        return Optional.empty();
    }
}
