package dev.countersign.journeys.organisation;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factor;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Invitation;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Membership;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An organisation's members and invitations, for its owners and admins to look at.
public final class MemberLists {
    private final SignInRooms rooms;
    private final Invitations invitations;
    private final MemberResets resets;
    private final Admins admins;
    private final MemberStore store;

    /// The journey through those rooms.
    public MemberLists(SignInRooms rooms, StepUps stepUps, Invitations invitations, MemberResets resets) {
        this.rooms = rooms;
        this.invitations = invitations;
        this.resets = resets;
        this.admins = new Admins(rooms, stepUps);
        this.store = new MemberStore(rooms.db(), rooms.policies());
    }

    /// Which members are asked for.
    ///
    /// @param status null for all
    /// @param search a part of the name or the address, "" for all
    /// @param order invitations are always in that of their addresses
    /// @param after where the list goes on ([Member#place]; of invitations the key of the address), "" for its
    ///     beginning
    public record Wanted(Member.@Nullable Status status, String search, Member.Order order, String after, int limit) {
        /// In the order of addresses.
        public Wanted(Member.@Nullable Status status, String search, String after, int limit) {
            this(status, search, Member.Order.ADDRESS, after, limit);
        }
    }

    /// How many there are of each status; whoever is locked or leaving counts twice.
    public record Counts(
            int all, int on, int notSetUp, int mustReplace, int locked, int invited, int suspended, int leaving) {}

    /// One member, with what an admin has to know before helping.
    ///
    /// @param resetRefused why the caller may not reset them, or null
    /// @param waiting their reset that waits, or null
    /// @param resetAsks what policy asks for a reset
    public record Profile(
            Member member,
            List<Factor> factors,
            BackupCodes.Standing backupCodes,
            int devices,
            int sessions,
            @Nullable WhyNot resetRefused,
            MemberResets.@Nullable Listed waiting,
            MemberResets.Asks resetAsks) {}

    /// Members in that order.
    public MemberOutcome<List<Member>> members(Actor by, String organisationId, Wanted wanted) {
        Instant now = rooms.clock().instant();
        return admins.look(
                by,
                organisationId,
                _ -> new Done<>(store.list(
                        new MemberStore.Ask(
                                organisationId,
                                wanted.status(),
                                like(wanted.search()),
                                wanted.order(),
                                wanted.after(),
                                wanted.limit()),
                        now)));
    }

    /// Open invitations in the order of their addresses. The status counts for nothing.
    public MemberOutcome<List<Invitation>> invited(Actor by, String organisationId, Wanted wanted) {
        Instant now = rooms.clock().instant();
        return admins.look(
                by,
                organisationId,
                _ -> new Done<>(
                        invitations.list(organisationId, like(wanted.search()), wanted.after(), wanted.limit(), now)));
    }

    /// How many there are.
    public MemberOutcome<Counts> counts(Actor by, String organisationId) {
        return counts(by, organisationId, "");
    }

    /// How many of them a search finds.
    public MemberOutcome<Counts> counts(Actor by, String organisationId, String search) {
        Instant now = rooms.clock().instant();
        return admins.look(by, organisationId, _ -> {
            MemberStore.Counts counts = store.counts(organisationId, like(search), now);
            return new Done<>(new Counts(
                    counts.all(),
                    counts.on(),
                    counts.notSetUp(),
                    counts.mustReplace(),
                    counts.locked(),
                    invitations.count(organisationId, like(search), now),
                    counts.suspended(),
                    counts.leaving()));
        });
    }

    /// One member; one of another organisation is not there.
    public MemberOutcome<Profile> profile(Actor by, String organisationId, String accountId) {
        Instant now = rooms.clock().instant();
        return admins.look(by, organisationId, actor -> {
            Optional<Membership> target = rooms.organisations().membership(accountId, organisationId);
            Optional<Account> account = target.flatMap(_ -> rooms.accounts().byId(accountId));
            return account.isEmpty()
                    ? MemberOutcome.refused(WhyNot.NOT_THERE)
                    : new Done<>(profile(actor, target.get(), account.get(), now));
        });
    }

    private Profile profile(Membership actor, Membership target, Account account, Instant now) {
        Member member = store.one(target.organisationId(), account.id(), now).orElseThrow();
        return new Profile(
                member,
                rooms.factors().list(account.id()),
                rooms.backupCodes().standing(account.id()),
                rooms.devices().list(account.id(), now).size(),
                rooms.sessions().open(account.id(), account.epoch(), now).size(),
                resets.mayReset(actor, target).orElse(null),
                resets.waitingFor(actor, account.id(), now).orElse(null),
                resets.asks(actor, target, now));
    }

    static String like(String search) {
        String plain = search.strip().toLowerCase(Locale.ROOT);
        return "%" + plain.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }
}
