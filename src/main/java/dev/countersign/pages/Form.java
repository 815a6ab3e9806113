package dev.countersign.pages;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A form as it is shown: what its fields hold, and what is wrong with which field, in the person's words. An error
/// under the name `""` is about the form as a whole.
public record Form(Map<String, String> values, Map<String, String> errors) {
    /// A form nobody has filled in.
    public static final Form EMPTY = new Form(Map.of(), Map.of());

    public Form {
        values = Map.copyOf(values);
        errors = Map.copyOf(errors);
    }

    /// The same with a field filled in.
    public Form with(String field, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(field, value);
        return new Form(more, errors);
    }

    /// The same with something wrong with a field.
    public Form wrong(String field, String sentence) {
        Map<String, String> more = new HashMap<>(errors);
        more.putIfAbsent(field, sentence);
        return new Form(values, more);
    }

    /// What the field holds.
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /// What is wrong with the field, or null.
    public @Nullable String error(String field) {
        return errors.get(field);
    }

    /// Whether anything is wrong.
    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    /// Whether the cursor belongs in this field: the first one that is wrong, else the first that is empty.
    public boolean startsAt(String field, String... inOrder) {
        Set<String> wrong = errors.keySet();
        for (String each : inOrder) {
            boolean fieldsAreRight = wrong.stream().allMatch(String::isEmpty);
            boolean here = fieldsAreRight ? value(each).isEmpty() : wrong.contains(each);
            if (here) {
                return each.equals(field);
            }
        }
        return false;
    }
}
