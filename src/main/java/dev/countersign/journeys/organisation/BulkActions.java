package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.organisation.MemberOutcome.Refused;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Actor;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing done for many members: chosen ones, or all that a filter finds. Each member's own rule applies, each is
/// a transaction of their own, and whoever was left out is named with the reason.
public final class BulkActions {
    /// How many members one call looks at; the next one goes on behind them.
    public static final int MOST = 200;

    /// How long an organisation that has made too many calls waits: 60 are free, which is enough for all of ten
    /// thousand members.
    public static final Duration BREAK = Duration.ofHours(1);

    private static final Limit CALLS = new Limit("bulk-action", 60, BREAK, BREAK, BREAK, false);

    private final SignInRooms rooms;
    private final MemberActions actions;
    private final Admins admins;
    private final MemberStore store;

    /// The journey through those rooms.
    public BulkActions(SignInRooms rooms, StepUps stepUps, MemberActions actions) {
        this.rooms = rooms;
        this.actions = actions;
        this.admins = new Admins(rooms, stepUps);
        this.store = new MemberStore(rooms.db(), rooms.policies());
    }

    /// What is done for each.
    public enum What {
        REMIND,
        UNLOCK,
        SIGN_OUT,
        FORGET_DEVICES;

        /// Its name in forms and in the API.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// The one of that name.
        public static Optional<What> parse(String word) {
            for (What what : values()) {
                if (what.word().equals(word)) {
                    return Optional.of(what);
                }
            }
            return Optional.empty();
        }
    }

    /// For whom.
    public sealed interface Whom {
        /// These members; those of other organisations are left out as not there.
        record Chosen(Set<String> accountIds) implements Whom {}

        /// Those that a list finds, behind the address that the call before ended with; "" for its beginning.
        record Matching(Member.@Nullable Status status, String search, String after) implements Whom {}
    }

    /// A member for whom it was not done; `member` is null where there is none of that id.
    public record LeftOut(String accountId, @Nullable Member member, WhyNot why) {}

    /// What came of it.
    ///
    /// @param next the address behind which more of them stand, or null
    public record Result(
            int done, List<LeftOut> leftOut, @Nullable String next) {}

    private record Call(Actor by, String organisationId, What what, Origin origin) {}

    /// How many it would be looked at for; of a filter, all that it finds.
    public MemberOutcome<Integer> count(Session by, String organisationId, Whom whom) {
        Instant now = rooms.clock().instant();
        return admins.look(
                by,
                organisationId,
                _ -> new Done<>(
                        switch (whom) {
                            case Whom.Chosen(var ids) ->
                                chosen(organisationId, ids, now).size();
                            case Whom.Matching it ->
                                store.count(
                                        new MemberStore.Ask(
                                                organisationId, it.status(), MemberLists.like(it.search()), "", 0),
                                        now);
                        }));
    }

    /// Does it, for the first [#MOST] of them.
    public MemberOutcome<Result> act(Actor by, String organisationId, What what, Whom whom, Origin origin) {
        Instant now = rooms.clock().instant();
        MemberOutcome<Nothing> allowed = admins.change(
                by,
                organisationId,
                _ -> rooms.throttle().admit(CALLS, organisationId, now) instanceof Admission.Admitted
                        ? MemberOutcome.done()
                        : MemberOutcome.refused(WhyNot.TOO_MANY_AT_ONCE));
        if (allowed instanceof Refused<Nothing>(WhyNot why)) {
            return MemberOutcome.refused(why);
        }
        Call call = new Call(by, organisationId, what, origin);
        return new Done<>(
                switch (whom) {
                    case Whom.Chosen(var ids) -> {
                        List<Member> members = rooms.db().read(() -> chosen(organisationId, ids, now));
                        List<LeftOut> gone = ids.stream()
                                .filter(id -> members.stream()
                                        .noneMatch(member -> member.accountId().equals(id)))
                                .map(id -> new LeftOut(id, null, WhyNot.NOT_THERE))
                                .toList();
                        yield all(call, members, gone, null);
                    }
                    case Whom.Matching(var status, var search, var after) -> {
                        List<Member> found = rooms.db()
                                .read(() -> store.list(
                                        new MemberStore.Ask(
                                                organisationId, status, MemberLists.like(search), after, MOST + 1),
                                        now));
                        List<Member> members = found.subList(0, Math.min(MOST, found.size()));
                        String next = found.size() > MOST ? members.getLast().place() : null;
                        yield all(call, members, List.of(), next);
                    }
                });
    }

    private List<Member> chosen(String organisationId, Set<String> ids, Instant now) {
        return ids.stream()
                .limit(MOST)
                .flatMap(id -> store.one(organisationId, id, now).stream())
                .toList();
    }

    private Result all(Call call, List<Member> members, List<LeftOut> gone, @Nullable String next) {
        List<LeftOut> leftOut = new ArrayList<>(gone);
        int done = 0;
        for (Member member : members) {
            switch (one(call, member.accountId())) {
                case Done<Nothing> _ -> done++;
                case Refused<Nothing>(WhyNot why) -> leftOut.add(new LeftOut(member.accountId(), member, why));
            }
        }
        return new Result(done, leftOut, next);
    }

    private MemberOutcome<Nothing> one(Call call, String accountId) {
        Actor by = call.by();
        String organisationId = call.organisationId();
        Origin origin = call.origin();
        // Whoever signs out everybody does not mean to be thrown out in the middle of it.
        if (accountId.equals(by.accountId()) && call.what() != What.REMIND) {
            return MemberOutcome.refused(WhyNot.YOURSELF);
        }
        return switch (call.what()) {
            case REMIND -> actions.remind(by, organisationId, accountId, origin);
            case UNLOCK -> actions.unlock(by, organisationId, accountId, origin);
            case SIGN_OUT -> actions.signOut(by, organisationId, accountId, origin);
            case FORGET_DEVICES -> actions.forgetDevices(by, organisationId, accountId, origin);
        };
    }
}
