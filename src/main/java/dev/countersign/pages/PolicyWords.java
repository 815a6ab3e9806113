package dev.countersign.pages;

import dev.countersign.factors.factor.FactorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The fields of a policy in words that people understand.
public final class PolicyWords {
    /// A sentence with more of them is hard to read.
    private static final int NAMED = 3;

    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;

    private PolicyWords() {}

    /// A field that is changed: its name, what it was and what it becomes, in words.
    public record Change(String field, String before, String after) {}

    /// The change of a field of the policy table, whose texts are as [PolicyFields] has them.
    public static Change change(Words words, String field, String before, String after) {
        return new Change(name(words, field), value(words, field, before), value(words, field, after));
    }

    /// What a field is called.
    static String name(Words words, String field) {
        return words.say("policy.field." + kebab(field));
    }

    private static String value(Words words, String field, String text) {
        return switch (field) {
            case "enrolment", "emailCode", "rememberDevice", "resetBy", "recovery" -> oneOf(words, field, text);
            case "factors" ->
                Arrays.stream(text.split(",", -1))
                        .map(type -> method(words, type))
                        .collect(Collectors.joining(", "));
            case "preferred" -> method(words, text);
            case "mayTurnOff", "signOutForgetsDevice" -> words.say("policy.value." + text);
            case "graceDays", "rememberDays" ->
                number(text).map(days -> days(words, days)).orElse(text);
            case "sessionMinutes", "idleMinutes", "adminIdleMinutes" ->
                text.isEmpty()
                        ? words.say("policy.value.no-limit")
                        : number(text).map(minutes -> length(words, minutes)).orElse(text);
            case "aal2Hours", "resetWaitHours", "recoveryWaitHours" ->
                number(text).map(hours -> length(words, hours * HOUR)).orElse(text);
            default -> text;
        };
    }

    private static String oneOf(Words words, String field, String text) {
        String key = "policy.value." + kebab(field) + "." + text;
        return words.has(key) ? words.say(key) : text;
    }

    private static String method(Words words, String type) {
        return FactorType.of(type)
                .filter(FactorType::countsAsEnrolment)
                .map(known -> words.say("users.method." + known.word()))
                .orElse(type);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,6}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static String days(Words words, int days) {
        return words.say("length.days", "count", days);
    }

    /// A length in the greatest unit that it is a whole number of: nothing is rounded, as rules have to be exact.
    public static String length(Words words, int minutes) {
        if (minutes == 0) {
            return words.say("policy.value.none");
        }
        if (minutes % DAY == 0) {
            return days(words, minutes / DAY);
        }
        return minutes % HOUR == 0
                ? words.say("length.hours", "count", minutes / HOUR)
                : words.say("length.minutes", "count", minutes);
    }

    /// The names of these fields, as they stand in a sentence: "Allowed methods, Offered first"; of many, the first.
    static String names(Words words, List<String> fields) {
        String first =
                fields.stream().limit(NAMED).map(field -> name(words, field)).collect(Collectors.joining(", "));
        return fields.size() <= NAMED
                ? first
                : words.say("policy.more", "first", first, "count", fields.size() - NAMED);
    }

    private static String kebab(String field) {
        return field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
