package dev.countersign.journeys.organisation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A place in a list of members: what the list is sorted by and the address of the last one seen.
///
/// @param key a text in the order of names, else a number
/// @param email "" for the beginning of the list
record MemberPlace(Object key, String email) {
    private static final String MARK = "~";
    private static final MemberPlace BEGINNING = new MemberPlace(0L, "");

    /// The place that a text says; one that is none says the beginning.
    static MemberPlace of(Member.Order order, String text) {
        if (text.isEmpty()) {
            return BEGINNING;
        }
        if (order == Member.Order.ADDRESS) {
            return new MemberPlace(0L, text);
        }
        int mark = text.indexOf(MARK);
        if (mark < 0) {
            return BEGINNING;
        }
        try {
            String key = new String(Base64.getUrlDecoder().decode(text.substring(0, mark)), StandardCharsets.UTF_8);
            return new MemberPlace(
                    order == Member.Order.NAME ? key : Long.parseLong(key), text.substring(mark + MARK.length()));
        } catch (IllegalArgumentException notOurs) {
            return BEGINNING;
        }
    }

    /// The same as text, without spaces.
    static String text(Member.Order order, String key, String email) {
        return order == Member.Order.ADDRESS
                ? email
                : Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8))
                        + MARK
                        + email;
    }

    boolean beginning() {
        return email.isEmpty();
    }
}
