package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Invitation;
import dev.countersign.people.organisation.Invitation.Into;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Inviting people into an organisation by their email address.
public final class Invitings {
    /// Invitation mails of one organisation in a day.
    public static final int MAILS_A_DAY = 50;

    private final SignInRooms rooms;
    private final Invitations invitations;
    private final Admins admins;
    private final URI baseUrl;

    /// @param baseUrl what links begin with
    public Invitings(SignInRooms rooms, StepUps stepUps, Invitations invitations, URI baseUrl) {
        this.rooms = rooms;
        this.invitations = invitations;
        this.admins = new Admins(rooms, stepUps);
        this.baseUrl = baseUrl;
    }

    /// An invitation that was sent or, where no mail can be sent, its link, for whoever invites to hand over. The
    /// link is shown to nobody else: it stands for having the address.
    public record Invited(Invitation invitation, @Nullable String link) {
        @Override
        public String toString() {
            return "Invited[" + invitation.id() + "]";
        }
    }

    /// Whether invitations go out by mail.
    public boolean mails() {
        return rooms.outbox().carries(Channel.EMAIL);
    }

    /// Invites an address. One that is invited already is sent a new link, and the one before works no longer.
    public MemberOutcome<Invited> invite(Actor by, String organisationId, String email, Role role, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<EmailAddress> address = EmailAddress.parse(email);
        return admins.change(by, organisationId, actor -> {
            if (address.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_AN_ADDRESS);
            }
            if (actor.eraseAt() != null) {
                return MemberOutcome.refused(WhyNot.GOING);
            }
            if (isMember(address.get(), organisationId)) {
                return MemberOutcome.refused(WhyNot.MEMBER_ALREADY);
            }
            Optional<Invitation> open = invitations.openFor(organisationId, address.get(), now);
            boolean owners = role == Role.OWNER
                    || open.map(Invitation::into)
                            .filter(i -> i.role() == Role.OWNER)
                            .isPresent();
            boolean asMember = role == Role.MEMBER
                    && open.map(Invitation::into)
                            .filter(i -> i.role() != Role.MEMBER)
                            .isEmpty();
            if (by instanceof ApiKey && !asMember) {
                return MemberOutcome.refused(WhyNot.KEYS_GIVE_NO_ROLE);
            }
            return owners && actor.role() != Role.OWNER
                    ? MemberOutcome.refused(WhyNot.OWNERS_ONLY)
                    : issue(actor, address.get(), role, origin, now);
        });
    }

    private boolean isMember(EmailAddress address, String organisationId) {
        return rooms.accounts()
                .byEmail(address)
                .flatMap(account -> rooms.organisations().membership(account.id(), organisationId))
                .isPresent();
    }

    /// Sends an invitation again, with a new link that works for another 7 days.
    public MemberOutcome<Invited> sendAgain(Actor by, String organisationId, String invitationId, Origin origin) {
        Instant now = rooms.clock().instant();
        return admins.change(by, organisationId, actor -> {
            Optional<Into> into =
                    invitations.openIn(organisationId, invitationId, now).map(Invitation::into);
            if (into.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            if (actor.eraseAt() != null) {
                return MemberOutcome.refused(WhyNot.GOING);
            }
            if (by instanceof ApiKey && into.get().role() != Role.MEMBER) {
                return MemberOutcome.refused(WhyNot.KEYS_GIVE_NO_ROLE);
            }
            return into.get().role() == Role.OWNER && actor.role() != Role.OWNER
                    ? MemberOutcome.refused(WhyNot.OWNERS_ONLY)
                    : issue(
                            actor,
                            new EmailAddress(into.get().email()),
                            into.get().role(),
                            origin,
                            now);
        });
    }

    /// Takes an invitation back: its link works no longer.
    public MemberOutcome<Nothing> revoke(Actor by, String organisationId, String invitationId, Origin origin) {
        Instant now = rooms.clock().instant();
        return admins.change(by, organisationId, actor -> {
            Optional<Invitation> open = invitations.openIn(organisationId, invitationId, now);
            if (open.isEmpty() || !invitations.revoke(organisationId, invitationId, now)) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            withdraw(open.get());
            rooms.audit()
                    .record(
                            new AuditEvent.InvitationRevoked(actor.accountId(), organisationId, invitationId),
                            origin,
                            now);
            return MemberOutcome.done();
        });
    }

    private void withdraw(Invitation invitation) {
        Into into = invitation.into();
        if (into != null) {
            rooms.outbox().withdraw(into.messageId());
        }
    }

    private MemberOutcome<Invited> issue(
            Membership actor, EmailAddress address, Role role, Origin origin, Instant now) {
        String organisationId = actor.organisationId();
        String tally = "invitation-mail:" + organisationId;
        if (mails() && rooms.throttle().tallySince(tally, now) >= MAILS_A_DAY) {
            return MemberOutcome.refused(WhyNot.TOO_MANY_MAILS);
        }
        invitations.openFor(organisationId, address, now).ifPresent(this::withdraw);
        Into into = new Into(
                organisationId,
                actor.organisationName(),
                role,
                address.text(),
                actor.accountId(),
                rooms.tokens().newId(now),
                now);
        Invitations.Issued issued = invitations.issue(address, into, now);
        Invitation invitation = issued.invitation();
        rooms.audit()
                .record(
                        new AuditEvent.MemberInvited(actor.accountId(), organisationId, invitation.id(), role.word()),
                        origin,
                        now);
        String link = baseUrl + "/invitation/" + issued.token().text();
        if (!mails()) {
            return new MemberOutcome.Done<>(new Invited(invitation, link));
        }
        rooms.throttle().tally(tally, now);
        mail(invitation, into, link, now);
        return new MemberOutcome.Done<>(new Invited(invitation, null));
    }

    /// In the language of the invited account or, for somebody new, of whoever invites.
    private void mail(Invitation invitation, Into into, String link, Instant now) {
        Account inviter = rooms.accounts().byId(into.invitedBy()).orElseThrow();
        Account reader =
                rooms.accounts().byEmail(new EmailAddress(into.email())).orElse(inviter);
        rooms.outbox()
                .put(
                        new Message(
                                into.messageId(),
                                null,
                                Channel.EMAIL,
                                into.email(),
                                MessageKind.INVITATION,
                                Map.of(
                                        "link", link,
                                        "organisation", into.organisationName(),
                                        "inviter", inviter.name()),
                                reader.locale(),
                                reader.timeZone(),
                                invitation.expiresAt()),
                        now);
    }
}
