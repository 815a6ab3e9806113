package dev.countersign.journeys.organisation;

import dev.countersign.journeys.organisation.Adoption.Counts;
import dev.countersign.journeys.organisation.Adoption.Day;
import dev.countersign.journeys.organisation.AdoptionStore.Sum;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Actor;
import dev.countersign.rules.policy.Policies;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many members have set up two-step sign-in, from day to day. Days are those of UTC. A job counts several times
/// a day and keeps what it counted last, so that joining and leaving need not be told to anybody; today is counted
/// when somebody looks.
public final class Adoptions {
    /// The longest time that is shown at once, in days.
    public static final int LONGEST = 1_100;

    private static final int ORGANISATIONS_AT_ONCE = 100;

    private final SignInRooms rooms;
    private final Admins admins;
    private final AdoptionStore store;

    /// The journey through those rooms.
    public Adoptions(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.admins = new Admins(rooms, stepUps);
        this.store = new AdoptionStore(rooms.db(), rooms.policies());
    }

    /// The days from one to another, both counted, as far as they are known, and how things are now.
    public MemberOutcome<Adoption> look(Actor by, String organisationId, LocalDate from, LocalDate to) {
        Instant now = rooms.clock().instant();
        return admins.look(by, organisationId, _ -> {
            Counts counts = store.counts(organisationId, now);
            LocalDate today = today(now);
            List<Day> known = new ArrayList<>(store.days(organisationId, from, to));
            known.removeIf(day -> !day.day().isBefore(today));
            known.add(new Day(today, counts.members(), counts.enrolled()));
            Policies policies = rooms.policies();
            return new Done<>(new Adoption(
                    series(known, from, to),
                    counts,
                    store.factors(organisationId),
                    policies.graceEnds(organisationId, policies.of(organisationId), now)));
        });
    }

    /// The day it is.
    public LocalDate today() {
        return today(rooms.clock().instant());
    }

    private static LocalDate today(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /// Every day from one to another that is not before the first known: as the last known one before it.
    private static List<Day> series(List<Day> known, LocalDate from, LocalDate to) {
        List<Day> series = new ArrayList<>();
        LocalDate first = known.getFirst().day();
        LocalDate last = known.getLast().day();
        LocalDate end = to.isAfter(last) ? last : to;
        int next = 0;
        @Nullable Day standing = null;
        for (LocalDate day = from.isBefore(first) ? first : from; !day.isAfter(end); day = day.plusDays(1)) {
            while (next < known.size() && !known.get(next).day().isAfter(day)) {
                standing = known.get(next);
                next++;
            }
            if (standing != null) {
                series.add(new Day(day, standing.members(), standing.enrolled()));
            }
        }
        return series;
    }

    /// Counts every organisation's members and puts what changed on record for the day that it is. Doing it twice,
    /// or on two nodes, changes nothing.
    public void keep(Instant now) {
        LocalDate today = today(now);
        String after = "";
        List<String> ids;
        do {
            String last = after;
            ids = rooms.db().read(() -> store.organisations(last, ORGANISATIONS_AT_ONCE));
            if (!ids.isEmpty()) {
                keep(ids, today);
                after = ids.getLast();
            }
        } while (ids.size() == ORGANISATIONS_AT_ONCE);
    }

    private void keep(List<String> organisations, LocalDate today) {
        List<Sum> changed = rooms.db().read(() -> {
            Map<String, Sum> latest = store.latest(organisations);
            return store.sums(organisations).stream()
                    .filter(sum -> !sum.equals(latest.get(sum.organisationId())))
                    .toList();
        });
        if (!changed.isEmpty()) {
            rooms.db().inTransaction(() -> changed.forEach(sum -> store.put(sum, today)));
        }
    }
}
