package dev.countersign.rules.policy;

import static java.util.stream.Collectors.joining;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.ground.store.Db;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.RememberDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All policies: which one holds for an account, and what it demands.
public final class Policies {
    private static final List<FactorType> STRONGEST_FIRST =
            List.of(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS);

    /// The installation's policy counts for an account from its beginning.
    private static final @Nullable Instant ALWAYS = null;

    private static final int AT_ONCE = 200;

    private final Db db;
    private final PolicyStore store;
    private final Policy installation;
    private final Set<FactorType> withheld;

    /// @param withheld what this server cannot offer, whatever a policy allows: codes that no gateway can send,
    ///     passkeys where browsers have none
    public Policies(Db db, Policy installation, Set<FactorType> withheld) {
        this.db = db;
        this.store = new PolicyStore(db);
        this.installation = installation;
        this.withheld = Set.copyOf(withheld);
    }

    /// The strictest of the policies of the account's organisations; the installation's holds for an account in
    /// none, and in the place of that of an organisation that has none of its own.
    public EffectivePolicy effective(String accountId) {
        EffectivePolicy held = strictest(accountId);
        return new EffectivePolicy(offerable(held.policy()), held.demands());
    }

    /// The installation's own, for whoever is not known yet.
    public Policy installation() {
        return offerable(installation);
    }

    /// The policy without what this server cannot offer.
    private Policy offerable(Policy policy) {
        if (Collections.disjoint(policy.factors(), withheld)) {
            return policy;
        }
        Set<FactorType> factors = new HashSet<>(policy.factors());
        factors.removeAll(withheld);
        return new PolicyBuilder(policy)
                .factors(factors.toArray(FactorType[]::new))
                .build();
    }

    /// What would be effective if the account joined that organisation too, which would not manage it.
    public EffectivePolicy joined(String accountId, String organisationId) {
        EffectivePolicy held = db.read(() ->
                strictest(Stream.concat(store.ofMember(accountId).stream(), Stream.of(store.of(organisationId)))));
        return new EffectivePolicy(offerable(held.policy()), held.demands());
    }

    private EffectivePolicy strictest(String accountId) {
        return strictest(db.read(() -> store.ofMember(accountId)).stream());
    }

    private EffectivePolicy strictest(Stream<PolicyStore.Owned> organisations) {
        return organisations
                .map(this::held)
                .reduce(EffectivePolicy::and)
                .orElseGet(() -> new EffectivePolicy(installation, ALWAYS));
    }

    private EffectivePolicy held(PolicyStore.Owned organisation) {
        PolicyStore.@Nullable Own own = organisation.own();
        return own == null
                ? new EffectivePolicy(installation, ALWAYS)
                : new EffectivePolicy(own.policy(), own.changedAt());
    }

    /// The organisation's own policy, or the installation's where it has none, whatever this server can offer.
    public Policy of(String organisationId) {
        return db.read(() -> held(store.of(organisationId)).policy());
    }

    /// What of that policy cannot be used here; empty when all can.
    public List<PolicyFault> faults(Policy policy) {
        return offerable(policy).wrong();
    }

    /// The methods that people could use with that policy: allowed, built, and offered by this server.
    public Set<FactorType> usable(Policy policy) {
        return offerable(policy).usableFactors();
    }

    /// Whether one method holds for an account, as a condition of SQL, for counts over thousands of them: this server
    /// offers it, and each policy of the account's organisations allows it. What no policy forbids is not looked up
    /// for each.
    ///
    /// @param accountId the column with the account
    /// @param type the column with the method
    public String allows(String accountId, String type) {
        List<String> held = new ArrayList<>(db.read(store::factors));
        held.add(installation.factors().stream()
                .map(each -> "\"" + each.name() + "\"")
                .sorted()
                .collect(joining(",", "[", "]")));
        List<FactorType> offered = STRONGEST_FIRST.stream()
                .filter(each -> !withheld.contains(each))
                .toList();
        List<FactorType> open = offered.stream()
                .filter(each -> held.stream().allMatch(it -> it.contains("\"" + each.name() + "\"")))
                .toList();
        List<FactorType> closed =
                offered.stream().filter(each -> !open.contains(each)).toList();
        return "(" + type + " in " + words(open) + " or " + type + " in " + words(closed)
                + " and not exists (select 1 from membership o left join policy l"
                + " on l.organisation_id = o.organisation_id where o.account_id = " + accountId
                + " and coalesce(l.factors, '" + held.getLast() + "') not like '%\"' || upper(" + type
                + ") || '\"%'))";
    }

    private static String words(List<FactorType> types) {
        return Stream.concat(Stream.of(""), types.stream().map(FactorType::word))
                .map(word -> "'" + word + "'")
                .collect(joining(", ", "(", ")"));
    }

    /// Gives an organisation a policy of its own.
    public void set(String organisationId, Policy policy, Instant now) {
        List<String> faults = offerable(policy).faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        db.inTransaction(() -> store.put(organisationId, policy, since(organisationId, policy, now)));
    }

    /// Since when that policy would hold if it was set now. A requirement that was there stays as old as it is, so
    /// that a change of something else does not put its date off; more days of grace count from now.
    public Instant since(String organisationId, Policy policy, Instant now) {
        PolicyStore.@Nullable Own own = db.read(() -> store.of(organisationId)).own();
        Policy before = own == null ? installation : own.policy();
        boolean as = before.enrolment() == Enrolment.REQUIRED
                && policy.enrolment() == Enrolment.REQUIRED
                && policy.graceDays() <= before.graceDays();
        Instant old = own == null ? Instant.EPOCH : own.changedAt();
        return as ? old : now;
    }

    /// The end of the days of grace that the organisation has with that policy; null where it demands nothing, or at
    /// once.
    public @Nullable Instant graceEnds(String organisationId, Policy policy, Instant now) {
        Instant end = since(organisationId, policy, now).plus(Duration.ofDays(policy.graceDays()));
        return policy.enrolment() == Enrolment.REQUIRED && end.isAfter(now) ? end : null;
    }

    /// The organisations whose own policy demands enrolment and gives some days for it.
    public List<String> withGrace() {
        List<String> found = new ArrayList<>();
        String after = "";
        List<PolicyStore.Owned> page;
        do {
            String last = after;
            page = db.read(() -> store.after(last, AT_ONCE));
            for (PolicyStore.Owned each : page) {
                PolicyStore.@Nullable Own own = each.own();
                if (own != null && gives(own.policy())) {
                    found.add(each.organisationId());
                }
                after = each.organisationId();
            }
        } while (page.size() == AT_ONCE);
        return found;
    }

    /// The same of the installation's policy: how long it gives.
    public Optional<Duration> installationGrace() {
        return gives(installation) ? Optional.of(Duration.ofDays(installation.graceDays())) : Optional.empty();
    }

    private static boolean gives(Policy policy) {
        return policy.enrolment() == Enrolment.REQUIRED && policy.graceDays() > 0;
    }

    /// What a sign-in still needs. Pure: everything it depends on is an argument.
    ///
    /// @param factors what the account has enrolled, suspended ones too
    /// @param evidence what this sign-in has proven
    /// @param remembered whether the device is remembered for the account
    /// @param graceUntil until when a requirement to enrol can be put off
    public static Requirement decide(
            Policy policy,
            List<Factor> factors,
            List<Evidence> evidence,
            boolean remembered,
            @Nullable Instant graceUntil,
            Instant now) {
        Set<FactorType> enrolled = enrolled(factors);
        if (enrolled.isEmpty()) {
            return policy.enrolment() == Enrolment.REQUIRED
                    ? new Requirement.MustEnrol(inOrder(policy, policy.usableFactors()), ahead(graceUntil, now))
                    : new Requirement.Satisfied();
        }
        Set<FactorType> allowed = EnumSet.copyOf(enrolled);
        allowed.retainAll(policy.usableFactors());
        if (allowed.isEmpty()) {
            return proven(evidence, enrolled)
                    ? new Requirement.MustEnrol(inOrder(policy, policy.usableFactors()), null)
                    : new Requirement.Missing(inOrder(policy, enrolled));
        }
        boolean skipped = remembered && policy.rememberDevice() != RememberDevice.OFF;
        return skipped || proven(evidence, allowed)
                ? new Requirement.Satisfied()
                : new Requirement.Missing(inOrder(policy, allowed));
    }

    private static Set<FactorType> enrolled(List<Factor> factors) {
        Set<FactorType> enrolled = EnumSet.noneOf(FactorType.class);
        for (Factor factor : factors) {
            if (factor.type().countsAsEnrolment()) {
                enrolled.add(factor.type());
            }
        }
        return enrolled;
    }

    /// Whether one of those was proven, or a backup code in its place.
    private static boolean proven(List<Evidence> evidence, Set<FactorType> types) {
        for (Evidence each : evidence) {
            if (types.contains(each.type()) || each.type() == FactorType.BACKUP_CODE) {
                return true;
            }
        }
        return false;
    }

    /// What a session needs before it may change how its account signs in: a second factor, any active one, that is
    /// not older than that; on an account without one, the password; after a reset, the code that support handed
    /// over. Pure.
    public static Requirement decideFresh(
            List<Factor> factors, boolean handOverPending, List<Evidence> evidence, Duration fresh, Instant now) {
        boolean enrolled = factors.stream().anyMatch(f -> f.type().countsAsEnrolment());
        List<FactorType> wanted = enrolled
                ? List.of(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS, FactorType.BACKUP_CODE)
                : List.of(handOverPending ? FactorType.HAND_OVER : FactorType.PASSWORD);
        @Nullable Evidence newest = null;
        for (Evidence each : evidence) {
            if (wanted.contains(each.type()) && (newest == null || each.at().isAfter(newest.at()))) {
                newest = each;
            }
        }
        if (newest == null) {
            return new Requirement.Missing(wanted);
        }
        boolean old = newest.at().plus(fresh).isBefore(now);
        return old ? new Requirement.Stale(newest.type(), newest.at()) : new Requirement.Satisfied();
    }

    /// Those types with the preferred one first, then the strongest.
    public static List<FactorType> inOrder(Policy policy, Collection<FactorType> types) {
        List<FactorType> ordered = new ArrayList<>();
        if (types.contains(policy.preferred())) {
            ordered.add(policy.preferred());
        }
        for (FactorType type : STRONGEST_FIRST) {
            if (types.contains(type) && type != policy.preferred()) {
                ordered.add(type);
            }
        }
        return List.copyOf(ordered);
    }

    /// What the account may add: allowed, built, and not there yet; of passkeys, several.
    public static List<FactorType> addable(Policy policy, List<Factor> factors) {
        Set<FactorType> open = new HashSet<>(policy.usableFactors());
        factors.stream()
                .map(Factor::type)
                .filter(type -> type != FactorType.PASSKEY)
                .forEach(open::remove);
        if (factors.stream().filter(f -> f.type() == FactorType.PASSKEY).count() >= Passkeys.MOST) {
            open.remove(FactorType.PASSKEY);
        }
        return inOrder(policy, open);
    }

    private static @Nullable Instant ahead(@Nullable Instant until, Instant now) {
        return until != null && until.isAfter(now) ? until : null;
    }
}
