package dev.countersign.factors.outofband;

import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// The defence against message pumping, which is having texts sent to numbers that earn by receiving them. A text
/// is counted before it is sent, by writes that depend on what was counted before, so that any number of calls at
/// once get no more than one after the other would. Every method joins the caller's transaction.
public final class TextLimits {
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);

    private static final String BUDGET = "budget";
    private static final String UNCONFIRMED = "budget-unconfirmed";

    private final Db db;
    private final SecretBox box;
    private final Tokens tokens;
    private final TextQuota quota;
    private final TextLimitStore store;

    public TextLimits(Db db, SecretBox box, Tokens tokens, TextQuota quota) {
        this.db = db;
        this.box = box;
        this.tokens = tokens;
        this.quota = quota;
        this.store = new TextLimitStore(db);
    }

    /// A text that somebody asks for.
    ///
    /// @param confirmed whether the number is this account's active phone: any other counts as a new one, and uses
    ///     the smaller share of the budget
    /// @param network the caller's, as `Network.of` gives it
    /// @param organisationIds those the account is a member of
    public record Ask(
            PhoneNumber number, String accountId, boolean confirmed, String network, Set<String> organisationIds) {
        public Ask {
            organisationIds = Set.copyOf(organisationIds);
        }
    }

    /// What the operator must hear of; each is given once a day.
    public enum Alarm {
        /// Numbers not yet confirmed have used all of their share: most likely somebody is pumping.
        UNCONFIRMED_USED,
        /// 80 % of the day's budget is used.
        NEARLY_USED,
        /// All of it is used: no text is sent any more today.
        USED
    }

    /// Whether a text may be sent.
    public sealed interface Allowance {
        /// Yes. It is counted until it is given back. `alarms` are for the audit record.
        record Reserved(Receipt receipt, Set<Alarm> alarms) implements Allowance {}

        /// No, not before then; nothing is counted.
        record Refused(SendLimit which, Instant until, Set<Alarm> alarms) implements Allowance {}
    }

    /// What was counted for one text.
    ///
    /// @param recent what it was counted for within windows that move along
    /// @param daily what it was counted for by the day of `at`
    public record Receipt(String id, List<String> recent, List<String> daily, Instant at) {
        public Receipt {
            recent = List.copyOf(recent);
            daily = List.copyOf(daily);
        }

        @Override
        public String toString() {
            return "Receipt[" + id + "]";
        }
    }

    /// At most so many in that time, up to now.
    record Window(SendLimit limit, int most, Duration time) {}

    /// What is counted within windows.
    private record Recent(String subject, List<Window> windows) {}

    /// What is counted by day.
    private record Daily(SendLimit limit, String subject, int most) {}

    /// Counts one text, or says which limit it would pass and until when. It is counted in one order for
    /// everybody, from the narrowest limit to the widest: nobody waits in a circle, and the row that all share is
    /// held the shortest.
    public Allowance reserve(Ask ask, Instant now) {
        return db.inTransaction(() -> {
            String id = tokens.newId(now);
            String numberHash = PhoneFactors.hash(box, ask.number());
            List<String> recent = new ArrayList<>();
            for (Recent each : recents(ask, numberHash, now)) {
                if (!store.add(each.subject(), id, numberHash, each.windows(), now)) {
                    giveBack(new Receipt(id, recent, List.of(), now));
                    return full(each, now);
                }
                recent.add(each.subject());
            }
            return reserveDay(ask, new Receipt(id, recent, List.of(), now));
        });
    }

    /// The text was not sent after all: it does not count. A second time changes nothing.
    public void giveBack(Receipt receipt) {
        db.inTransaction(() -> {
            boolean counted = false;
            for (String subject : receipt.recent()) {
                counted |= store.remove(subject, receipt.id());
            }
            if (counted) {
                receipt.daily().forEach(subject -> store.lessToday(subject, dayStart(receipt.at())));
            }
        });
    }

    private Allowance reserveDay(Ask ask, Receipt soFar) {
        long day = dayStart(soFar.at());
        List<String> daily = new ArrayList<>();
        Set<Alarm> alarms = EnumSet.noneOf(Alarm.class);
        for (Daily each : dailies(ask)) {
            OptionalInt sent =
                    each.most() == 0 ? OptionalInt.empty() : store.moreToday(each.subject(), day, each.most());
            alarms.addAll(alarms(each, sent.orElse(each.most()), day));
            if (sent.isEmpty()) {
                giveBack(new Receipt(soFar.id(), soFar.recent(), daily, soFar.at()));
                return new Allowance.Refused(
                        each.limit(), Instant.ofEpochMilli(day).plus(DAY), Set.copyOf(alarms));
            }
            daily.add(each.subject());
        }
        return new Allowance.Reserved(new Receipt(soFar.id(), soFar.recent(), daily, soFar.at()), Set.copyOf(alarms));
    }

    private List<Recent> recents(Ask ask, String numberHash, Instant now) {
        List<Recent> all = new ArrayList<>();
        // Whoever asks for texts to a number that is not theirs must not use up those of the person it belongs to.
        all.add(new Recent(
                (ask.confirmed() ? "number/" : "new-number/") + numberHash,
                List.of(
                        new Window(SendLimit.NUMBER_HOUR, quota.perNumberHour(), HOUR),
                        new Window(SendLimit.NUMBER_DAY, quota.perNumberDay(), DAY))));
        String account = "account/" + ask.accountId();
        if (!ask.confirmed()) {
            all.add(new Recent(account, List.of(new Window(SendLimit.NEW_NUMBERS_DAY, quota.newNumbersDay(), DAY))));
        }
        all.add(new Recent(
                "network/" + ask.network(), List.of(new Window(SendLimit.NETWORK_HOUR, quota.perNetworkHour(), HOUR))));
        // Whoever counts for a subject holds its row until the transaction ends, and so counts alone.
        all.forEach(each -> store.hold(each.subject(), now));
        // A new number counts once a day, however many texts it gets.
        all.removeIf(each -> each.subject().equals(account) && store.knows(account, numberHash, now.minus(DAY)));
        return all;
    }

    private List<Daily> dailies(Ask ask) {
        List<Daily> all = new ArrayList<>();
        if (quota.perOrganisationDay() > 0) {
            new TreeSet<>(ask.organisationIds())
                    .forEach(id -> all.add(
                            new Daily(SendLimit.ORGANISATION_DAY, "organisation/" + id, quota.perOrganisationDay())));
        }
        if (quota.perCountryDay() > 0) {
            // By country, not by calling code: 25 countries share +1, and pumping prefers the dear ones of them.
            all.add(new Daily(SendLimit.COUNTRY_DAY, "country/" + ask.number().country(), quota.perCountryDay()));
        }
        if (quota.perDay() > 0) {
            if (!ask.confirmed()) {
                all.add(new Daily(SendLimit.UNCONFIRMED_BUDGET, UNCONFIRMED, quota.unconfirmedPerDay()));
            }
            all.add(new Daily(SendLimit.BUDGET, BUDGET, quota.perDay()));
        }
        return all;
    }

    /// The later of the ends of those windows that are full.
    private Allowance full(Recent recent, Instant now) {
        return recent.windows().stream()
                .flatMap(window -> store
                        .fullUntil(recent.subject(), window)
                        .filter(until -> until.isAfter(now))
                        .map(until -> new Allowance.Refused(window.limit(), until, Set.of()))
                        .stream())
                .max(Comparator.comparing(Allowance.Refused::until))
                .orElseThrow(() -> new IllegalStateException("a limit refused a text that it had room for"));
    }

    /// What so many texts of a day give cause for, and was not given today.
    private Set<Alarm> alarms(Daily daily, int sent, long day) {
        Optional<Alarm> alarm = switch (daily.limit()) {
            case UNCONFIRMED_BUDGET ->
                sent > 0 && sent >= daily.most() ? Optional.of(Alarm.UNCONFIRMED_USED) : Optional.empty();
            case BUDGET ->
                sent >= daily.most()
                        ? Optional.of(Alarm.USED)
                        : Optional.of(Alarm.NEARLY_USED).filter(a -> sent >= quota.nearly());
            case ACCOUNT_HOUR, NUMBER_HOUR, NUMBER_DAY, NEW_NUMBERS_DAY, NETWORK_HOUR, ORGANISATION_DAY, COUNTRY_DAY ->
                Optional.empty();
        };
        return alarm.filter(a -> store.first("alarm/" + a, day)).map(Set::of).orElse(Set.of());
    }

    private static long dayStart(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), DAY.toMillis()) * DAY.toMillis();
    }
}
