package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.rules.session.Session;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reset of a member's two-step sign-in by the owners and admins who look after them: at once or, where the
/// member's policy says so, after a wait, or once a second admin has approved.
public final class MemberResets {
    private final SignInRooms rooms;
    private final Organisations organisations;
    private final Resets resets;
    private final WaitingResets waiting;
    private final ResetRules rules;
    private final Admins admins;

    /// @param baseUrl what links begin with
    public MemberResets(SignInRooms rooms, StepUps stepUps, Resets resets, URI baseUrl) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.resets = resets;
        this.waiting = new WaitingResets(rooms, resets, baseUrl);
        this.rules = new ResetRules(rooms);
        this.admins = new Admins(rooms, stepUps);
    }

    /// Those that wait, for the person they are about and for the server that carries them out.
    public WaitingResets waiting() {
        return waiting;
    }

    /// A reset that waits, as owners and admins see it.
    ///
    /// @param askedBy who asked; null when that account is gone
    /// @param refused why the caller may not approve it, or null when they may
    public record Listed(
            WaitingReset reset,
            Account account,
            @Nullable Account askedBy,
            @Nullable WhyNot refused) {}

    /// Some of them, and the id that the next ones stand behind; "" where there are none.
    public record Page(List<Listed> resets, String next) {}

    /// Resets two-step sign-in, or begins the wait that policy asks for. Where no mail can be sent a reset gives the
    /// code to hand over.
    public MemberOutcome<ResetOutcome> reset(
            Session by, String organisationId, String accountId, String reason, Origin origin) {
        Instant now = rooms.clock().instant();
        String stripped = reason.strip();
        return admins.change(by, organisationId, actor -> {
            Optional<Membership> target = organisations.membership(accountId, organisationId);
            if (target.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            Optional<WhyNot> refusal = rules.mayReset(actor, target.get());
            if (refusal.isPresent()) {
                return MemberOutcome.refused(refusal.get());
            }
            if (!ResetRules.usable(stripped)) {
                return MemberOutcome.refused(WhyNot.REASON_NEEDED);
            }
            return rules.twoAdmins(accountId) || !rules.wait(accountId).isZero()
                    ? begin(actor, accountId, stripped, origin, now)
                    : atOnce(actor, accountId, stripped, origin);
        });
    }

    private MemberOutcome<ResetOutcome> atOnce(Membership actor, String accountId, String reason, Origin origin) {
        waiting.drop(accountId);
        return new Done<>(new ResetOutcome.Reset(
                resets.reset(accountId, reason, new Resets.By(actor.accountId(), actor.organisationId(), origin))));
    }

    private MemberOutcome<ResetOutcome> begin(
            Membership actor, String accountId, String reason, Origin origin, Instant now) {
        Account account = rooms.accounts().byId(accountId).orElseThrow();
        return waiting.begin(actor, account, reason, origin, now)
                .<MemberOutcome<ResetOutcome>>map(reset -> new Done<>(standing(reset)))
                .orElseGet(() -> MemberOutcome.refused(WhyNot.RESET_WAITS));
    }

    private static ResetOutcome standing(WaitingReset reset) {
        return reset.needsApproval()
                ? new ResetOutcome.NeedsApproval(reset.id())
                : new ResetOutcome.Waits(reset.id(), reset.dueAt());
    }

    /// What the member's policy asks for a reset.
    ///
    /// @param approvable whether somebody else could approve it now
    public record Asks(Duration length, boolean twoAdmins, boolean approvable) {}

    Asks asks(Membership actor, Membership target, Instant now) {
        return new Asks(
                rules.wait(target.accountId()),
                rules.twoAdmins(target.accountId()),
                !rules.mayApproveFor(actor.accountId(), target, now).isEmpty());
    }

    /// Why that member may not be reset by that admin, or empty.
    Optional<WhyNot> mayReset(Membership actor, Membership target) {
        return rules.mayReset(actor, target);
    }

    /// The member's reset that waits, for that admin to look at.
    Optional<Listed> waitingFor(Membership actor, String accountId, Instant now) {
        return waiting.find(accountId, now)
                .filter(reset -> reset.organisationId().equals(actor.organisationId()))
                .flatMap(reset -> listed(reset, actor, now));
    }

    /// Those that wait in the organisation, the oldest first, behind that id.
    public MemberOutcome<Page> list(Actor by, String organisationId, String after, int most) {
        Instant now = rooms.clock().instant();
        return admins.look(by, organisationId, actor -> {
            WaitingResets.Page page = waiting.list(organisationId, after, most, now);
            return new Done<>(new Page(
                    page.resets().stream()
                            .flatMap(reset -> listed(reset, actor, now).stream())
                            .toList(),
                    page.next()));
        });
    }

    private Optional<Listed> listed(WaitingReset reset, Membership actor, Instant now) {
        return rooms.accounts()
                .byId(reset.accountId())
                .map(account -> new Listed(
                        reset,
                        account,
                        rooms.accounts().byId(reset.askedBy()).orElse(null),
                        mayApprove(reset, actor, now).orElse(null)));
    }

    /// One that waits.
    public MemberOutcome<Listed> look(Session by, String organisationId, String resetId) {
        Instant now = rooms.clock().instant();
        return admins.look(
                by,
                organisationId,
                actor -> waiting.find(organisationId, resetId, now)
                        .flatMap(reset -> listed(reset, actor, now))
                        .<MemberOutcome<Listed>>map(Done::new)
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    /// What is due and only waits for somebody to take the code that no mail can carry is for every admin who could
    /// reset; else it is for a second one to approve.
    private Optional<WhyNot> mayApprove(WaitingReset reset, Membership actor, Instant now) {
        Optional<Membership> target = organisations.membership(reset.accountId(), reset.organisationId());
        if (target.isEmpty()) {
            return Optional.of(WhyNot.NOT_THERE);
        }
        if (reset.needsApproval()) {
            return rules.mayApprove(actor, reset.askedBy(), target.get(), now);
        }
        return waiting.mails() || !reset.ready(now)
                ? Optional.of(WhyNot.NOTHING_TO_APPROVE)
                : rules.mayReset(actor, target.get());
    }

    /// By a second owner or admin: approves, and carries out what has nothing left to wait for. Where no mail can be
    /// sent, also takes up one whose time has come, with its code.
    public MemberOutcome<ResetOutcome> approve(Session by, String organisationId, String resetId, Origin origin) {
        Instant now = rooms.clock().instant();
        return admins.change(by, organisationId, actor -> {
            Optional<WaitingReset> found = waiting.find(organisationId, resetId, now);
            if (found.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            WaitingReset reset = found.get();
            Optional<WhyNot> refusal = mayApprove(reset, actor, now);
            if (refusal.isPresent()) {
                return MemberOutcome.refused(refusal.get());
            }
            if (reset.needsApproval() && !waiting.approve(reset, actor, origin, now)) {
                return MemberOutcome.refused(WhyNot.NOTHING_TO_APPROVE);
            }
            return now.isBefore(reset.dueAt())
                    ? new Done<>(new ResetOutcome.Waits(reset.id(), reset.dueAt()))
                    : carryOut(reset, origin);
        });
    }

    private MemberOutcome<ResetOutcome> carryOut(WaitingReset reset, Origin origin) {
        return waiting.carryOut(reset, origin)
                .<MemberOutcome<ResetOutcome>>map(Done::new)
                .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE));
    }

    /// Stops one: by the person it is about, wherever they are signed in, or by an owner or admin with fresh proof.
    public MemberOutcome<Nothing> cancel(Session by, String organisationId, String resetId, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<WaitingReset> own = rooms.db()
                .read(() -> waiting.find(organisationId, resetId, now)
                        .filter(reset -> reset.accountId().equals(by.accountId())));
        if (own.isPresent()) {
            return rooms.db().inTransaction(() -> ended(own.get(), by.accountId(), "session", origin, now));
        }
        return admins.change(
                by,
                organisationId,
                actor -> waiting.find(organisationId, resetId, now)
                        .map(reset -> ended(reset, actor.accountId(), "admin", origin, now))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    private MemberOutcome<Nothing> ended(WaitingReset reset, String actorId, String how, Origin origin, Instant now) {
        return waiting.end(reset, actorId, how, origin, now)
                ? MemberOutcome.done()
                : MemberOutcome.refused(WhyNot.NOT_THERE);
    }
}
