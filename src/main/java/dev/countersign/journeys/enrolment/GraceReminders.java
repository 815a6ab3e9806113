package dev.countersign.journeys.enrolment;

import dev.countersign.ground.store.OneByOne;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.rules.policy.EffectivePolicy;
import dev.countersign.rules.policy.EffectivePolicy.Grace;
import dev.countersign.rules.policy.Policies;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The mails that remind people of the date by which they have to set up two-step sign-in: 7, 3 and 1 days before,
/// once each. Whoever has set it up meanwhile is left alone; what a server that was down has missed is made up for by
/// the next one that is due.
public final class GraceReminders {
    private static final List<Integer> DAYS_BEFORE = List.of(1, 3, 7);
    private static final int AT_ONCE = 200;

    private final SignInRooms rooms;
    private final Policies policies;
    private final GraceReminderStore store;
    private final URI baseUrl;

    /// @param baseUrl what links begin with
    public GraceReminders(SignInRooms rooms, URI baseUrl) {
        this.rooms = rooms;
        this.policies = rooms.policies();
        this.store = new GraceReminderStore(rooms.db());
        this.baseUrl = baseUrl;
    }

    /// Sends those that are due. Any number of nodes may do so at once.
    public void send() {
        if (!rooms.outbox().carries(Channel.EMAIL)) {
            return;
        }
        Instant now = rooms.clock().instant();
        for (String organisationId : policies.withGrace()) {
            each(after -> store.membersWithout(organisationId, after, AT_ONCE), "", now);
        }
        // Where the installation's own policy gives some days, those who have them are the newest accounts.
        policies.installationGrace()
                .ifPresent(grace -> each(
                        after -> store.accountsWithout(after, AT_ONCE),
                        rooms.tokens().newId(now.minus(grace).minus(Duration.ofDays(1))),
                        now));
    }

    private void each(Function<String, List<String>> page, String first, Instant now) {
        String last = first;
        List<String> ids;
        do {
            String after = last;
            ids = rooms.db().read(() -> page.apply(after));
            OneByOne.each("reminder of", ids, Function.identity(), id -> {
                if (due(id, now).isPresent()) {
                    rooms.db().inTransaction(() -> remind(id, now));
                }
            });
            last = ids.isEmpty() ? last : ids.getLast();
        } while (ids.size() == AT_ONCE);
    }

    /// A mail that is due: for which date, and how many days before it.
    private record Due(Account account, Instant date, int daysBefore) {}

    private Optional<Due> due(String accountId, Instant now) {
        return rooms.db().read(() -> rooms.accounts().byId(accountId).flatMap(account -> due(account, now)));
    }

    private Optional<Due> due(Account account, Instant now) {
        EffectivePolicy effective = policies.effective(account.id());
        boolean enrolled = rooms.factors().list(account.id()).stream()
                .anyMatch(factor -> factor.type().countsAsEnrolment());
        if (enrolled || effective.policy().usableFactors().isEmpty()) {
            return Optional.empty();
        }
        return effective
                .grace(account.createdAt())
                .filter(grace -> grace.until().isAfter(now))
                .flatMap(grace -> nearest(grace, now).map(days -> new Due(account, grace.until(), days)));
    }

    /// The nearest to the date of those whose time has come, among those that lie in the days of grace at all.
    private static Optional<Integer> nearest(Grace grace, Instant now) {
        return DAYS_BEFORE.stream()
                .filter(days -> {
                    Instant at = grace.until().minus(Duration.ofDays(days));
                    return !at.isAfter(now) && !at.isBefore(grace.from());
                })
                .findFirst();
    }

    private void remind(String accountId, Instant now) {
        Optional<Due> due = due(accountId, now);
        if (due.isEmpty() || !store.note(accountId, due.get().date(), due.get().daysBefore())) {
            return;
        }
        Account account = due.get().account();
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                account.id(),
                                Channel.EMAIL,
                                account.email(),
                                MessageKind.SET_UP_DUE,
                                Map.of(
                                        "link",
                                        baseUrl + "/setup",
                                        "date",
                                        String.valueOf(due.get().date().toEpochMilli())),
                                account.locale(),
                                account.timeZone(),
                                due.get().date()),
                        now);
    }
}
