package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.organisation.MemberOutcome.Refused;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Actor;
import java.time.Instant;
import java.util.List;

/// Reminding all members who have not set up two-step sign-in. Each is reminded as if alone ([MemberActions#remind]):
/// once a day, in a transaction of its own, with its event in the log.
public final class Reminders {
    /// How many are reminded by one request at most.
    public static final int MOST = 500;

    private final SignInRooms rooms;
    private final MemberActions actions;
    private final Admins admins;
    private final AdoptionStore store;

    /// @param actions what reminds one
    public Reminders(SignInRooms rooms, StepUps stepUps, MemberActions actions) {
        this.rooms = rooms;
        this.actions = actions;
        this.admins = new Admins(rooms, stepUps);
        this.store = new AdoptionStore(rooms.db(), rooms.policies());
    }

    /// What came of it.
    ///
    /// @param more whether there are others who were not reminded within a day
    public record Reminded(int count, boolean more) {}

    /// Reminds those who were not reminded within a day. Where nobody can be reminded at all, it says why not.
    public MemberOutcome<Reminded> remindAll(Actor by, String organisationId, Origin origin) {
        Instant now = rooms.clock().instant();
        // Fresh proof is wanted even where there is nobody to remind.
        MemberOutcome<List<String>> first = admins.change(
                by,
                organisationId,
                _ -> new Done<>(store.toRemind(organisationId, MemberActions.REMINDERS.name(), "", MOST + 1, now)));
        if (first instanceof Refused<List<String>>(WhyNot why)) {
            return MemberOutcome.refused(why);
        }
        List<String> all = ((Done<List<String>>) first).value();
        int count = 0;
        for (String accountId : all.subList(0, Math.min(MOST, all.size()))) {
            switch (actions.remind(by, organisationId, accountId, origin)) {
                case Done<Nothing> _ -> count++;
                case Refused<Nothing>(WhyNot why) -> {
                    // Somebody who has just left, been suspended, set it up or been reminded is no reason to stop.
                    if (why != WhyNot.NOT_THERE
                            && why != WhyNot.SET_UP_ALREADY
                            && why != WhyNot.TOO_SOON
                            && why != WhyNot.NOT_ACTIVE) {
                        return MemberOutcome.refused(why);
                    }
                }
            }
        }
        return new Done<>(new Reminded(count, all.size() > MOST));
    }
}
