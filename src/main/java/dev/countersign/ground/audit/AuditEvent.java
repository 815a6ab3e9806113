package dev.countersign.ground.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened and is kept on record, a record each. It holds ids and reasons, never a code, a secret,
/// an address or a phone number.
public sealed interface AuditEvent {

    /// Whom it is about, or null where it is about nobody.
    @Nullable
    String accountId();

    /// Who did it: the account itself, unless the event says otherwise.
    default @Nullable String actorId() {
        return accountId();
    }

    default @Nullable String organisationId() {
        return null;
    }

    /// What is about nobody's account.
    sealed interface AboutNobody extends AuditEvent {
        @Override
        default @Nullable String accountId() {
            return null;
        }
    }

    /// Those that have a file of their own.
    non-sealed interface Elsewhere extends AuditEvent {}

    /// An account was made; the first one is the operator's.
    record AccountCreated(String accountId, boolean operator) implements AuditEvent {}

    /// Somebody signed up with an address that has yet to be confirmed, or that has an account.
    record SignUpBegun(String emailHash) implements AuditEvent, AboutNobody {}

    /// The address of an account was confirmed.
    record AddressConfirmed(String accountId) implements AuditEvent {}

    /// A code or a new address was not accepted when an address should have been changed.
    record AddressChangeFailed(String accountId, String reason) implements AuditEvent {}

    /// The address of an account was replaced by its owner.
    record AddressChanged(String accountId) implements AuditEvent {}

    /// The address from before a change was put back by the link that the change was told with.
    record AddressRestored(String accountId) implements AuditEvent {}

    /// The set-up link was used: operator account and first organisation exist.
    record FirstStartCompleted(String accountId, String organisationId) implements AuditEvent {}

    /// An invitation link was made.
    record InvitationCreated(String invitationId) implements AuditEvent {
        /// No account yet: an invitation is for whoever comes with it.
        @Override
        public @Nullable String accountId() {
            return null;
        }
    }

    /// An invitation link was used to make this account.
    record InvitationAccepted(String accountId, String invitationId) implements AuditEvent {}

    /// An organisation was made, by its first owner.
    record OrganisationCreated(String accountId, String organisationId) implements AuditEvent {}

    /// An organisation was given another name.
    record OrganisationRenamed(String actorId, String organisationId) implements AuditEvent, AboutNobody {}

    /// Colour or support contact of an organisation were changed; which of them, by name.
    record OrganisationBranded(String actorId, String organisationId, List<String> fields)
            implements AuditEvent, AboutNobody {}

    /// An organisation was given a logo.
    record OrganisationLogoChanged(String actorId, String organisationId) implements AuditEvent, AboutNobody {}

    /// The logo of an organisation was removed.
    record OrganisationLogoRemoved(String actorId, String organisationId) implements AuditEvent, AboutNobody {}

    /// The policy of an organisation was changed; so many devices of members were forgotten with it.
    record PolicyChanged(@Nullable String actorId, String organisationId, List<Change> changes, int devicesForgotten)
            implements AuditEvent {
        /// One field, before and after.
        public record Change(String field, String before, String after) {}

        @Override
        public @Nullable String accountId() {
            return null;
        }
    }

    /// Somebody was invited into an organisation, or again.
    record MemberInvited(String actorId, String organisationId, String invitationId, String role)
            implements AuditEvent, AboutNobody {}

    /// An invitation was taken back.
    record InvitationRevoked(String actorId, String organisationId, String invitationId)
            implements AuditEvent, AboutNobody {}

    /// Somebody lost the right to invite, and what they had invited to was taken back.
    record InvitationsRevoked(String accountId, @Nullable String actorId, String organisationId, int count)
            implements AuditEvent {}

    /// An account joined an organisation by an invitation.
    record MemberJoined(String accountId, String organisationId, String invitationId, String role)
            implements AuditEvent {}

    /// A member was given another role.
    record RoleChanged(String accountId, @Nullable String actorId, String organisationId, String from, String to)
            implements AuditEvent {}

    /// A member was removed.
    record MemberRemoved(String accountId, String actorId, String organisationId) implements AuditEvent {}

    /// A member left.
    record MemberLeft(String accountId, String organisationId) implements AuditEvent {}

    /// A person chose the organisation that helps them.
    record ManagingOrganisationChosen(String accountId, String organisationId) implements AuditEvent {}

    /// A lock was lifted by an admin.
    record MemberUnlocked(String accountId, String actorId, String organisationId) implements AuditEvent {}

    /// All sessions of a member were ended by an admin.
    record MemberSignedOut(String accountId, String actorId, String organisationId, int count) implements AuditEvent {}

    /// All remembered devices of a member were forgotten by an admin.
    record MemberDevicesForgotten(String accountId, String actorId, String organisationId, int count)
            implements AuditEvent {}

    /// An account was suspended: by an owner or admin of its managing organisation, or the operator (no actor).
    record AccountSuspended(
            String accountId,
            @Nullable String actorId,
            @Nullable String organisationId,
            String reason) implements AuditEvent {}

    /// A suspended account may sign in again.
    record AccountReactivated(
            String accountId,
            @Nullable String actorId,
            @Nullable String organisationId) implements AuditEvent {}

    /// An account is to be erased: as its owner wants, or the operator (no actor).
    record DeletionAsked(String accountId, @Nullable String actorId, Instant eraseAt) implements AuditEvent {}

    /// An account that was to be erased stays.
    record DeletionCancelled(String accountId, @Nullable String actorId) implements AuditEvent {}

    /// An account was erased, and what belonged to it.
    record AccountErased(String accountId) implements AuditEvent {
        @Override
        public @Nullable String actorId() {
            return null;
        }
    }

    /// What the server has about an account was given out: to its owner, or the operator (no actor).
    record DataExported(String accountId, @Nullable String actorId) implements AuditEvent {}

    /// An owner handed an organisation over to another member.
    record OrganisationTransferred(String accountId, String actorId, String organisationId) implements AuditEvent {}

    /// An organisation is to be erased, as an owner wants.
    record OrganisationDeletionAsked(String actorId, String organisationId, Instant eraseAt)
            implements AuditEvent, AboutNobody {}

    /// An organisation that was to be erased stays.
    record OrganisationDeletionCancelled(String actorId, String organisationId) implements AuditEvent, AboutNobody {}

    /// A membership ended with the organisation.
    record MembershipErased(String accountId, String organisationId) implements AuditEvent {
        @Override
        public @Nullable String actorId() {
            return null;
        }
    }

    /// An organisation was erased.
    record OrganisationErased(String organisationId) implements AuditEvent, AboutNobody {}

    /// The operator sent a test message.
    record TestMessageSent(String channel) implements AuditEvent, AboutNobody {}

    /// A member was reminded to set up two-step sign-in.
    record MemberReminded(String accountId, String actorId, String organisationId) implements AuditEvent {}

    /// The log of an organisation was read out whole, or what a filter leaves of it, as `csv` or `ndjson`.
    record AuditExported(String actorId, String organisationId, String format) implements AuditEvent, AboutNobody {}

    /// Address and password were not accepted.
    record SignInFailed(@Nullable String accountId, String emailHash, String reason) implements AuditEvent {}

    /// A password was not looked at: too many wrong ones came before.
    record SignInDelayed(@Nullable String accountId, String emailHash) implements AuditEvent {}

    /// The password was right (or a sensitive change was asked for), and a second step is wanted.
    record ChallengeOpened(String accountId, String challengeId, String purpose) implements AuditEvent {}

    /// A response to a challenge was not accepted.
    record SecondStepFailed(String accountId, String challengeId, String factor, String reason) implements AuditEvent {}

    /// Too many wrong codes in a row: typed codes are locked.
    record SecondStepLocked(String accountId, Instant until) implements AuditEvent {}

    /// While strangers guess at the password, a link was mailed by which somebody can sign in on a new device.
    record SignInLinkSent(String accountId) implements AuditEvent {}

    /// That link was used: the network that asked for it may try.
    record SignInAllowed(String accountId, String network) implements AuditEvent {}

    /// Too many wrong codes in a month: this factor is not accepted any more.
    record FactorSuspended(String accountId, String factor) implements AuditEvent {}

    /// A session was issued.
    record SignedIn(String accountId, String sessionId, List<String> amr, String acr, boolean rememberedDevice)
            implements AuditEvent {}

    /// A session was issued to a browser or app not seen with this account before, or the account was made on it.
    record NewDeviceSignedIn(String accountId, String deviceId) implements AuditEvent {}

    /// A person signed out.
    record SignedOut(String accountId, String sessionId) implements AuditEvent {}

    /// A session was ended from another one.
    record SessionEnded(String accountId, String sessionId) implements AuditEvent {}

    /// All sessions but the one in hand were ended.
    record OtherSessionsEnded(String accountId, int count) implements AuditEvent {}

    /// A session was raised by a fresh second factor.
    record SteppedUp(String accountId, String sessionId, String factor) implements AuditEvent {}

    /// A factor is being set up.
    record EnrolmentBegun(String accountId, String enrolmentId, String factor) implements AuditEvent {}

    /// A code that should have confirmed an enrolment was not accepted.
    record EnrolmentFailed(String accountId, String enrolmentId, String reason) implements AuditEvent {}

    /// A recommended enrolment was put off.
    record EnrolmentSkipped(String accountId) implements AuditEvent {}

    /// A factor was confirmed.
    record FactorAdded(String accountId, String factorId, String factor) implements AuditEvent {}

    /// A factor took the place of one of its type.
    record FactorReplaced(String accountId, String factorId, String factor) implements AuditEvent {}

    /// A factor was removed by its owner.
    record FactorRemoved(String accountId, String factorId, String factor) implements AuditEvent {}

    /// Too many wrong codes in a month: the password works no longer, and the person chooses another by mail.
    record PasswordVoided(String accountId) implements AuditEvent {}

    /// A code was sent for that purpose; `holderId` is the challenge or the enrolment that it answers.
    record CodeSent(String accountId, String holderId, String purpose, String channel) implements AuditEvent {}

    /// A text was asked for and not sent: it would have passed that limit.
    record CodeRefused(String accountId, String limit) implements AuditEvent {}

    /// The texts of a day are used up, or nearly: the operator should look.
    record TextAlarm(String accountId, String alarm) implements AuditEvent {}

    /// A new set of backup codes replaced the old one.
    record BackupCodesMade(String accountId, int count) implements AuditEvent {}

    /// A backup code was used up.
    record BackupCodeUsed(String accountId, int number, int left) implements AuditEvent {}

    /// A password was changed by someone who knew the old one.
    record PasswordChanged(String accountId) implements AuditEvent {}

    /// A change of password was refused.
    record PasswordChangeRefused(String accountId, String reason) implements AuditEvent {}

    /// An operator made a link to set a new password.
    record PasswordLinkMade(String accountId) implements AuditEvent {}

    /// A password was set by a link.
    record PasswordLinkUsed(String accountId) implements AuditEvent {}

    /// A password hash was brought to the current parameters.
    record PasswordRehashed(String accountId) implements AuditEvent {}

    /// Name or language was changed.
    record ProfileChanged(String accountId) implements AuditEvent {}

    /// A browser or app skips the second step from now on.
    record DeviceRemembered(String accountId, String deviceId) implements AuditEvent {}

    /// A remembered device was forgotten.
    record DeviceForgotten(String accountId, String deviceId, String reason) implements AuditEvent {}

    /// All remembered devices were forgotten.
    record DevicesForgotten(String accountId, int count) implements AuditEvent {}

    /// A passkey's counter stood still or went back: there may be a copy of it. The proof did not count.
    record PasskeyCopied(String accountId, String passkeyId) implements AuditEvent {}

    /// An outdated secret of a remembered device was shown: somebody has a copy.
    record DeviceCopied(String accountId, String deviceId) implements AuditEvent {}

    /// Two-step sign-in was reset by somebody else: an admin, or the operator at the console (no actor).
    record TwoStepReset(
            String accountId,
            @Nullable String actorId,
            @Nullable String organisationId,
            String reason) implements AuditEvent {
        /// By the operator, or by the person.
        public TwoStepReset(String accountId, @Nullable String actorId, String reason) {
            this(accountId, actorId, null, reason);
        }
    }

    /// An admin asked for a reset that waits for its time or for a second admin; `dueAt`: the earliest time of it.
    record ResetAsked(
            String accountId, String actorId, String organisationId, String reason, Instant dueAt, boolean twoAdmins)
            implements AuditEvent {}

    /// A second admin approved a reset that waits.
    record ResetApproved(String accountId, String actorId, String organisationId) implements AuditEvent {}

    /// A reset that waited goes no further: by the person (`session` or `link`), by an admin, or because the account
    /// has changed (`epoch`), because who asked or approved may no longer (`roles`), or because its time passed
    /// (`over`).
    record ResetStopped(String accountId, @Nullable String actorId, String organisationId, String by)
            implements AuditEvent {}

    /// The code handed over at a reset was used to set up again.
    record HandOverCodeUsed(String accountId) implements AuditEvent {}

    /// A lock was lifted by the operator; at the console there is no actor.
    record AccountUnlocked(String accountId, @Nullable String actorId) implements AuditEvent {}

    /// All sessions of an account were ended by the operator.
    record SignedOutBySupport(String accountId, String actorId, int count) implements AuditEvent {}

    /// All remembered devices of an account were forgotten by the operator.
    record DevicesForgottenBySupport(String accountId, String actorId, int count) implements AuditEvent {}

    /// The person said by the link of a notice that it was not them: signed out everywhere, the password void.
    record NotMe(String accountId) implements AuditEvent {}

    /// The link that begins an account recovery was asked for, after the right password, and mailed.
    record RecoveryAsked(String accountId) implements AuditEvent {}

    /// An account recovery began its wait.
    record RecoveryStarted(String accountId, Instant readyAt) implements AuditEvent {}

    /// A new password made the wait of an account recovery begin anew.
    record RecoveryRestarted(String accountId, Instant readyAt) implements AuditEvent {}

    /// An account recovery goes no further: by a session, by the link of a notice, by that factor, by a reset, or
    /// because it was over.
    record RecoveryCancelled(String accountId, String by) implements AuditEvent {}

    /// An account recovery was finished: every factor is gone.
    record RecoveryFinished(String accountId) implements AuditEvent {}

    /// A link was opened again after its use.
    record LinkReused(@Nullable String accountId, String kind) implements AuditEvent {}

    /// A request asked for what it may not have.
    record AccessDenied(@Nullable String accountId, String route, String reason) implements AuditEvent {}

    /// An app was registered.
    record ClientRegistered(String actorId, String organisationId, String clientId, String name)
            implements AuditEvent, AboutNobody {}

    /// What was agreed with an app was changed: what, in words of ours.
    record ClientChanged(String actorId, String organisationId, String clientId, String name, List<String> fields)
            implements AuditEvent, AboutNobody {}

    /// An app was given another secret.
    record ClientSecretReplaced(String actorId, String organisationId, String clientId, String name, boolean atOnce)
            implements AuditEvent, AboutNobody {}

    /// An app was removed, with all that it was given.
    record ClientRemoved(String actorId, String organisationId, String clientId, String name)
            implements AuditEvent, AboutNobody {}

    /// Somebody signed in to an app.
    record AppSignedIn(String accountId, String organisationId, String clientId, String name, String sessionId)
            implements AuditEvent {}

    /// Somebody let a device without a browser in.
    record AppDeviceAllowed(String accountId, String organisationId, String clientId, String name, String sessionId)
            implements AuditEvent {}

    /// Somebody ended what an app was given.
    record AppRevoked(String accountId, String organisationId, String clientId, String name) implements AuditEvent {}

    /// A code or a refresh token came twice, from the wrong app or without its proof: what it belonged to is over.
    record AppTokenRefused(
            String accountId, @Nullable String organisationId, String clientId, String name, String reason)
            implements AuditEvent {}

    /// A site was registered.
    record SiteRegistered(String actorId, String organisationId, String siteId, String name)
            implements AuditEvent, AboutNobody {}

    /// What was agreed with a site was changed: what, in words of ours.
    record SiteChanged(String actorId, String organisationId, String siteId, String name, List<String> fields)
            implements AuditEvent, AboutNobody {}

    /// The proxy of a site was given another secret.
    record SiteSecretReplaced(String actorId, String organisationId, String siteId, String name, boolean atOnce)
            implements AuditEvent, AboutNobody {}

    /// A site was removed: nobody is let into it any more.
    record SiteRemoved(String actorId, String organisationId, String siteId, String name)
            implements AuditEvent, AboutNobody {}

    /// Somebody was let into a site.
    record SiteEntered(String accountId, String organisationId, String siteId, String name, String sessionId)
            implements AuditEvent {}

    /// A ticket to a site came twice (`used`), too late (`expired`), to another site (`site`) or from another browser
    /// (`browser`).
    record SiteTicketRefused(String accountId, String organisationId, String siteId, String name, String reason)
            implements AuditEvent {}

    /// An API key was made, with what it may do.
    record ApiKeyMade(String actorId, String organisationId, String keyId, String name, List<String> scopes)
            implements AuditEvent, AboutNobody {}

    /// An API key was revoked by an owner.
    record ApiKeyRevoked(String actorId, String organisationId, String keyId, String name)
            implements AuditEvent, AboutNobody {}

    /// An API key ended by itself: its time was over, or whoever made it is no owner any more.
    record ApiKeyEnded(String organisationId, String keyId, String name, String reason)
            implements AuditEvent, AboutNobody {}

    /// A webhook was made; its name is the host that it calls.
    record WebhookMade(String actorId, String organisationId, String webhookId, String name)
            implements AuditEvent, AboutNobody {}

    /// A webhook was changed, and is on or off since.
    record WebhookChanged(String actorId, String organisationId, String webhookId, String name, boolean on)
            implements AuditEvent, AboutNobody {}

    /// A webhook was given another secret.
    record WebhookSecretReplaced(String actorId, String organisationId, String webhookId, String name, boolean atOnce)
            implements AuditEvent, AboutNobody {}

    /// A webhook was removed.
    record WebhookRemoved(String actorId, String organisationId, String webhookId, String name)
            implements AuditEvent, AboutNobody {}

    /// A webhook was turned off by the server: it took nothing for days, or said that it is gone.
    record WebhookDisabled(String organisationId, String webhookId, String name, String reason)
            implements AuditEvent, AboutNobody {}
}
