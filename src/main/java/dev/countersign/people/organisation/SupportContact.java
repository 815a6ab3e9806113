package dev.countersign.people.organisation;

import org.jspecify.annotations.Nullable;

/// Whom a person asks when nothing on the page helps: an address, a phone number, a link; any of them may be
/// missing.
public record SupportContact(
        @Nullable String email,
        @Nullable String phone,
        @Nullable String link) {
    /// Whether there is anything to show.
    public boolean isEmpty() {
        return email == null && phone == null && link == null;
    }

    /// The number as a `tel:` link dials it: digits, and a plus before them.
    public String dialled() {
        String number = phone == null ? "" : phone;
        String digits = number.replaceAll("[^0-9]", "");
        return number.strip().startsWith("+") ? "+" + digits : digits;
    }
}
