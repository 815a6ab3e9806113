package dev.countersign.doors.api;

import dev.countersign.doors.api.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The check of a body's fields, which finds all faults before it refuses.
final class Fields {
    private final List<FieldError> errors = new ArrayList<>();

    /// The text of a field that has to be there. Where it is not, an empty one stands in until [#done] refuses.
    String text(String field, @Nullable String value) {
        if (value == null) {
            wrong(field, "missing", "This field is needed.");
            return "";
        }
        wellFormed(field, value);
        return value;
    }

    /// The text of a field that may be left out.
    @Nullable
    String optional(String field, @Nullable String value) {
        if (value != null) {
            wellFormed(field, value);
        }
        return value;
    }

    /// A name that people read, where one is given: 1 to so many characters, without control characters.
    @Nullable
    String name(String field, @Nullable String value, int most) {
        if (value == null) {
            return null;
        }
        String name = value.strip();
        if (name.isEmpty()) {
            wrong(field, "empty", "This field cannot be empty.");
        } else if (name.codePointCount(0, name.length()) > most) {
            wrong(field, "too-long", "This field takes " + most + " characters at most.");
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            wrong(field, "wrong-characters", "This field cannot hold control characters.");
        }
        wellFormed(field, name);
        return name;
    }

    void wrong(String field, String code, String detail) {
        errors.add(new FieldError(field, code, detail));
    }

    /// Refuses, if anything is wrong.
    void done() {
        if (!errors.isEmpty()) {
            throw new Refusal(Problem.of(ProblemCode.VALIDATION, List.copyOf(errors)));
        }
    }

    /// Half of a surrogate pair is no character and has no UTF-8; JSON can write it all the same, as an escape.
    private void wellFormed(String field, String value) {
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            wrong(field, "wrong-characters", "This field holds half of a surrogate pair.");
        }
    }
}
