package dev.countersign.people.gateway;

import java.util.regex.Pattern;

/// What a text message can be sent to.
final class PhoneNumber {
    /// ITU-T E.164: at most 15 digits, of which the first is not 0.
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{5,14}");

    private PhoneNumber() {}

    static boolean valid(String number) {
        return E164.matcher(number).matches();
    }
}
