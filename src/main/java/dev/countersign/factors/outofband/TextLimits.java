package dev.countersign.factors.outofband;

import dev.countersign.factors.outofband.TextQuota.Applications;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
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

    /// What all applications together may send to one number, as times of what one may.
    private static final int ALL_APPLICATIONS = 2;

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

    /// A text or a mail that an application which only verifies has sent to one of its references.
    ///
    /// @param organisationId whose application it is
    /// @param holder what stands for application and reference
    /// @param country that of a number, or "" for an address
    /// @param confirmed whether it is where that reference's codes go: any other counts as a new one
    public record ApplicationAsk(
            String applicationId,
            String organisationId,
            String holder,
            Destination to,
            String country,
            boolean confirmed) {}

    /// What the operator must hear of; each is given once a day.
    public enum Alarm {
        UNCONFIRMED_USED(
                "numbers not yet confirmed have used their share of today's texts: look whether somebody is pumping"),
        NEARLY_USED("80 % of today's texts are used"),
        USED("all of today's texts are used: none is sent before midnight UTC"),
        /// Of each application.
        APPLICATION_USED("a verify-only application has sent all of its messages of today"),
        APPLICATIONS_USED("verify-only applications have sent all of their texts of today");

        private final String sentence;

        Alarm(String sentence) {
            this.sentence = sentence;
        }

        /// What the log says.
        public String sentence() {
            return sentence;
        }
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
        String hash = PhoneFactors.hash(box, ask.number());
        return db.inTransaction(() -> reserve(hash, recents(ask, hash, now), dailies(ask), now));
    }

    /// The same for an application: under limits of its own, and one over all applications on what a single phone
    /// or mailbox gets from them.
    public Allowance reserve(ApplicationAsk ask, Instant now) {
        String hash = box.keyedHash(phone(ask) ? "phone" : "mailbox", ask.to().address());
        return db.inTransaction(() -> reserve(hash, recents(ask, hash, now), dailies(ask), now));
    }

    private static boolean phone(ApplicationAsk ask) {
        return ask.to().channel() == Channel.TEXT;
    }

    private Allowance reserve(String hash, List<Recent> recents, List<Daily> dailies, Instant now) {
        String id = tokens.newId(now);
        List<String> recent = new ArrayList<>();
        for (Recent each : recents) {
            if (!store.add(each.subject(), id, hash, each.windows(), now)) {
                giveBack(new Receipt(id, recent, List.of(), now));
                return full(each, now);
            }
            recent.add(each.subject());
        }
        return reserveDay(dailies, new Receipt(id, recent, List.of(), now));
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

    private Allowance reserveDay(List<Daily> dailies, Receipt soFar) {
        long day = dayStart(soFar.at());
        List<String> daily = new ArrayList<>();
        Set<Alarm> alarms = EnumSet.noneOf(Alarm.class);
        for (Daily each : dailies) {
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
        all.add(new Recent((ask.confirmed() ? "number/" : "new-number/") + numberHash, perNumber(1)));
        String account = "account/" + ask.accountId();
        if (!ask.confirmed()) {
            all.add(new Recent(account, List.of(new Window(SendLimit.NEW_NUMBERS_DAY, quota.newNumbersDay(), DAY))));
        }
        all.add(new Recent(
                "network/" + ask.network(), List.of(new Window(SendLimit.NETWORK_HOUR, quota.perNetworkHour(), HOUR))));
        return held(all, account, numberHash, now);
    }

    private List<Recent> recents(ApplicationAsk ask, String hash, Instant now) {
        String what = (ask.confirmed() ? "" : "new-") + (phone(ask) ? "number/" : "mailbox/") + hash;
        List<Recent> all = new ArrayList<>();
        // No application's messages to a person use up another's, nor those of the person's account; so that a phone
        // is not flooded all the same, all of them together send it no more than two of them would.
        all.add(new Recent(application(ask) + what, perNumber(1)));
        all.add(new Recent("applications/" + what, perNumber(ALL_APPLICATIONS)));
        String holder = (phone(ask) ? "holder/" : "holder-mail/") + ask.holder();
        if (!ask.confirmed()) {
            all.add(new Recent(holder, List.of(new Window(SendLimit.NEW_NUMBERS_DAY, quota.newNumbersDay(), DAY))));
        }
        return held(all, holder, hash, now);
    }

    private List<Window> perNumber(int times) {
        return List.of(
                new Window(SendLimit.NUMBER_HOUR, times * quota.perNumberHour(), HOUR),
                new Window(SendLimit.NUMBER_DAY, times * quota.perNumberDay(), DAY));
    }

    private static String application(ApplicationAsk ask) {
        return "application/" + ask.applicationId() + "/";
    }

    private List<Recent> held(List<Recent> all, String newcomers, String hash, Instant now) {
        // Whoever counts for a subject holds its row until the transaction ends, and so counts alone.
        all.forEach(each -> store.hold(each.subject(), now));
        // A new number counts once a day, however many texts it gets.
        all.removeIf(each -> each.subject().equals(newcomers) && store.knows(newcomers, hash, now.minus(DAY)));
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

    private List<Daily> dailies(ApplicationAsk ask) {
        Applications most = quota.applications();
        List<Daily> all = new ArrayList<>();
        if (phone(ask) && quota.perCountryDay() > 0) {
            String country = application(ask) + "country/" + ask.country();
            all.add(new Daily(SendLimit.COUNTRY_DAY, country, quota.perCountryDay()));
        }
        int own = phone(ask) ? most.textsDay() : most.mailsDay();
        String channel = application(ask) + (phone(ask) ? "texts" : "mails");
        if (own > 0) {
            if (!ask.confirmed()) {
                int share = quota.unconfirmedOf(own);
                all.add(new Daily(SendLimit.APPLICATION_UNCONFIRMED, channel + "-unconfirmed", share));
            }
            all.add(new Daily(SendLimit.APPLICATION_DAY, channel, own));
        }
        if (phone(ask) && quota.perOrganisationDay() > 0) {
            // One organisation may have many applications: it alone does not use up what all have.
            String subject = "applications/of/" + ask.organisationId();
            all.add(new Daily(SendLimit.ORGANISATION_DAY, subject, quota.perOrganisationDay()));
        }
        if (phone(ask) && most.allTextsDay() > 0) {
            all.add(new Daily(SendLimit.APPLICATIONS_DAY, "applications/texts", most.allTextsDay()));
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
            case APPLICATION_DAY -> used(Alarm.APPLICATION_USED, sent, daily);
            case APPLICATIONS_DAY -> used(Alarm.APPLICATIONS_USED, sent, daily);
            case ACCOUNT_HOUR,
                    NUMBER_HOUR,
                    NUMBER_DAY,
                    NEW_NUMBERS_DAY,
                    NETWORK_HOUR,
                    ORGANISATION_DAY,
                    COUNTRY_DAY,
                    APPLICATION_UNCONFIRMED -> Optional.empty();
        };
        return alarm.filter(a -> store.first(named(a, daily), day)).map(Set::of).orElse(Set.of());
    }

    private static Optional<Alarm> used(Alarm alarm, int sent, Daily daily) {
        return Optional.of(alarm).filter(_ -> sent >= daily.most());
    }

    private static String named(Alarm alarm, Daily daily) {
        return "alarm/" + alarm + (alarm == Alarm.APPLICATION_USED ? "/" + daily.subject() : "");
    }

    private static long dayStart(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), DAY.toMillis()) * DAY.toMillis();
    }
}
