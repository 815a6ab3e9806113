package dev.countersign.rules.policy;

import static java.util.stream.Collectors.joining;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.Policy.ResetBy;
import dev.countersign.rules.policy.PolicyFault.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of a policy as texts, by their names in the policy table, there and back.
public final class PolicyFields {
    private final Map<String, String> texts;
    private final List<PolicyFault> faults = new ArrayList<>();

    private PolicyFields(Map<String, String> texts) {
        this.texts = texts;
    }

    /// What texts say.
    ///
    /// @param policy the policy; empty where anything is wrong with it
    public record Read(Optional<Policy> policy, List<PolicyFault> faults) {}

    /// All fields, in the table's order. Minutes that are not limited are "".
    public static Map<String, String> of(Policy policy) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("enrolment", word(policy.enrolment()));
        fields.put("graceDays", String.valueOf(policy.graceDays()));
        fields.put("factors", words(policy.factors()));
        fields.put("preferred", policy.preferred().word());
        fields.put("emailCode", word(policy.emailCode()));
        fields.put("mayTurnOff", String.valueOf(policy.mayTurnOff()));
        fields.put("backupCodes", String.valueOf(policy.backupCodes()));
        fields.put("rememberDevice", word(policy.rememberDevice()));
        fields.put("rememberDays", String.valueOf(policy.rememberDays()));
        fields.put("devicesPerAccount", String.valueOf(policy.devicesPerAccount()));
        fields.put("accountsPerDevice", String.valueOf(policy.accountsPerDevice()));
        fields.put("signOutForgetsDevice", String.valueOf(policy.signOutForgetsDevice()));
        fields.put("sessionMinutes", String.valueOf(policy.sessionMinutes()));
        fields.put("idleMinutes", minutes(policy.idleMinutes()));
        fields.put("adminIdleMinutes", minutes(policy.adminIdleMinutes()));
        fields.put("aal2Hours", String.valueOf(policy.aal2Hours()));
        fields.put("resetBy", word(policy.resetBy()));
        fields.put("resetWaitHours", String.valueOf(policy.resetWaitHours()));
        fields.put("recovery", word(policy.recovery()));
        fields.put("recoveryWaitHours", String.valueOf(policy.recoveryWaitHours()));
        return fields;
    }

    /// Types as one text: their words in the order of the enum, with commas between.
    public static String words(Collection<FactorType> types) {
        return types.stream().sorted().map(FactorType::word).collect(joining(","));
    }

    /// The policy of these texts, or all that is wrong with them.
    public static Read read(Map<String, String> texts) {
        PolicyFields reader = new PolicyFields(texts);
        Policy policy = reader.policy();
        List<PolicyFault> faults = reader.faults;
        Set<String> unread =
                new HashSet<>(faults.stream().map(PolicyFault::field).toList());
        policy.wrong().stream().filter(each -> !unread.contains(each.field())).forEach(faults::add);
        return new Read(faults.isEmpty() ? Optional.of(policy) : Optional.empty(), List.copyOf(faults));
    }

    private Policy policy() {
        return new Policy(
                one("enrolment", Enrolment.values()),
                number("graceDays"),
                factors(),
                factor("preferred", text("preferred")).orElse(FactorType.TOTP),
                one("emailCode", EmailCode.values()),
                is("mayTurnOff"),
                number("backupCodes"),
                one("rememberDevice", RememberDevice.values()),
                number("rememberDays"),
                number("devicesPerAccount"),
                number("accountsPerDevice"),
                is("signOutForgetsDevice"),
                number("sessionMinutes"),
                optional("idleMinutes"),
                optional("adminIdleMinutes"),
                number("aal2Hours"),
                one("resetBy", ResetBy.values()),
                number("resetWaitHours"),
                one("recovery", Recovery.values()),
                number("recoveryWaitHours"));
    }

    private String text(String field) {
        String text = texts.getOrDefault(field, "").strip();
        if (text.isEmpty()) {
            faults.add(new PolicyFault(field, Kind.MISSING, 0, 0, field + " is needed"));
        }
        return text;
    }

    private <E extends Enum<E>> E one(String field, E[] values) {
        String text = text(field);
        for (E value : values) {
            if (word(value).equals(text)) {
                return value;
            }
        }
        unknown(
                field,
                Kind.WORD,
                text,
                Arrays.stream(values).map(PolicyFields::word).collect(joining(", ")));
        return values[0];
    }

    private boolean is(String field) {
        String text = text(field);
        if (!text.equals("true") && !text.equals("false")) {
            unknown(field, Kind.WORD, text, "true, false");
        }
        return text.equals("true");
    }

    private int number(String field) {
        return whole(field, text(field));
    }

    private @Nullable Integer optional(String field) {
        String text = texts.getOrDefault(field, "").strip();
        return text.isEmpty() ? null : Integer.valueOf(whole(field, text));
    }

    private int whole(String field, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notWhole) {
            unknown(field, Kind.UNKNOWN, text, "a whole number");
            return 0;
        }
    }

    /// None at all is the policy's own fault, not the reader's.
    private Set<FactorType> factors() {
        Set<FactorType> types = new HashSet<>();
        for (String word : texts.getOrDefault("factors", "").split(",", -1)) {
            if (!word.isBlank()) {
                factor("factors", word.strip()).ifPresent(types::add);
            }
        }
        return types;
    }

    private Optional<FactorType> factor(String field, String word) {
        Optional<FactorType> type = FactorType.of(word).filter(FactorType::countsAsEnrolment);
        if (type.isEmpty()) {
            unknown(field, Kind.WORD, word, "totp, sms, passkey");
        }
        return type;
    }

    private void unknown(String field, Kind kind, String text, String taken) {
        boolean said = faults.stream().anyMatch(each -> each.field().equals(field));
        if (!text.isEmpty() && !said) {
            faults.add(new PolicyFault(field, kind, 0, 0, field + " takes " + taken));
        }
    }

    private static String minutes(@Nullable Integer minutes) {
        return minutes == null ? "" : minutes.toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
