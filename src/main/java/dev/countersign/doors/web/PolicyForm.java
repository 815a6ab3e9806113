package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.pages.Form;
import dev.countersign.pages.Words;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyFault;
import dev.countersign.rules.policy.PolicyFields;
import dev.countersign.rules.policy.Preset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A policy as the form of the policy page has it, and back. A page may also carry the fields as they are in the
/// policy table, which is how a policy that was typed goes from page to page.
final class PolicyForm {
    private static final Map<String, Integer> UNITS = Map.of("minutes", 1, "hours", 60, "days", 1440);
    private static final int LONGEST = 40;

    private PolicyForm() {}

    /// The fields of the table, as the form or the address says them.
    static Map<String, String> typed(Browser browser) {
        Map<String, String> texts = new HashMap<>();
        for (String field : PolicyFields.of(Preset.DEFAULT.policy()).keySet()) {
            String text = browser.field(field).strip();
            texts.put(field, text.length() > LONGEST ? "" : text);
        }
        if (browser.ticked("required")) {
            texts.put("enrolment", "required");
        }
        if (browser.field("factors").isEmpty()) {
            Set<FactorType> ticked = EnumSet.allOf(FactorType.class);
            ticked.removeIf(type -> !browser.ticked("by-" + type.word()));
            texts.put("factors", PolicyFields.words(ticked));
        }
        for (String box : List.of("mayTurnOff", "signOutForgetsDevice")) {
            texts.put(box, String.valueOf(browser.field(box).equals("true")));
        }
        if (browser.field("sessionMinutes").isEmpty()) {
            texts.put("sessionMinutes", minutes(browser.field("session").strip(), browser.field("unit")));
        }
        return texts;
    }

    /// What is no whole number stays as it is, for the sentence that says so.
    private static String minutes(String count, String unit) {
        return count.matches("[0-9]{1,6}")
                ? String.valueOf(Integer.parseInt(count) * (long) UNITS.getOrDefault(unit, 1))
                : count.substring(0, Math.min(count.length(), LONGEST));
    }

    /// The form that shows these fields.
    static Form form(Map<String, String> texts) {
        Map<String, String> values = new HashMap<>(texts);
        boolean required = "required".equals(texts.get("enrolment"));
        values.put("required", required ? "1" : "");
        values.put("enrolment", required ? "recommended" : texts.getOrDefault("enrolment", "recommended"));
        for (String word : texts.getOrDefault("factors", "").split(",", -1)) {
            values.put("by-" + word, "1");
        }
        String minutes = texts.getOrDefault("sessionMinutes", "");
        String unit = unit(minutes);
        values.put("unit", unit);
        values.put(
                "session",
                minutes.matches("[0-9]{1,9}")
                        ? String.valueOf(Integer.parseInt(minutes) / UNITS.getOrDefault(unit, 1))
                        : minutes);
        return new Form(values, Map.of());
    }

    /// The greatest unit that it is a whole number of.
    private static String unit(String minutes) {
        if (!minutes.matches("[0-9]{1,9}") || minutes.matches("0+")) {
            return "minutes";
        }
        int count = Integer.parseInt(minutes);
        return count % 1440 == 0 ? "days" : count % 60 == 0 ? "hours" : "minutes";
    }

    /// The same with what is wrong.
    static Form wrong(Form form, List<PolicyFault> faults, Words words) {
        Form wrong = form;
        for (PolicyFault fault : faults) {
            String kind = fault.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            boolean session = fault.field().equals("sessionMinutes");
            wrong = wrong.wrong(
                    session ? "session" : fault.field(),
                    session && fault.kind() == PolicyFault.Kind.RANGE
                            ? words.say("policy.fault.session")
                            : words.say("policy.fault." + kind, "least", fault.least(), "most", fault.most()));
        }
        return wrong;
    }

    /// That page with the policy filled in.
    static String path(String page, String organisation, Policy policy) {
        return PolicyFields.of(policy).entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + SeeOther.encoded(field.getValue()))
                .collect(Collectors.joining("&", page + "?organisation=" + SeeOther.encoded(organisation) + "&", ""));
    }
}
