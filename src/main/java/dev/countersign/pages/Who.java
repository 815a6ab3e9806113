package dev.countersign.pages;

import dev.countersign.people.account.Account;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The person that a page is shown to: the account it was made for, and how many others this browser is signed in
/// to.
///
/// @param places the organisations of the account
/// @param eraseAt when the account is erased, as the person wants; null where it stays
/// @param recovery the account's recovery while one waits, for whoever is signed in to cancel it
public record Who(
        String accountId,
        String name,
        String email,
        int otherAccounts,
        List<Place> places,
        @Nullable RecoveryEntry recovery,
        @Nullable Moment eraseAt) {

    /// The person behind an account.
    public static Who of(Account account, int otherAccounts) {
        return new Who(account.id(), account.name(), account.email(), otherAccounts, List.of(), null, null);
    }

    /// The same with what waits.
    public Who with(RecoveryEntry waiting) {
        return new Who(accountId, name, email, otherAccounts, places, waiting, eraseAt);
    }

    /// The same with the organisations of the account.
    public Who in(List<Place> those) {
        return new Who(accountId, name, email, otherAccounts, List.copyOf(those), recovery, eraseAt);
    }

    /// The same, going to be erased then.
    public Who until(@Nullable Moment end) {
        return new Who(accountId, name, email, otherAccounts, places, recovery, end);
    }

    /// The organisations that are going to be erased.
    public List<Place> endingPlaces() {
        return places.stream().filter(place -> place.eraseAt() != null).toList();
    }

    /// The organisation that organisation pages are about now, if the person looks after one.
    public Optional<Place> place() {
        return places.stream().filter(Place::here).findFirst();
    }

    /// The others that the person looks after.
    public List<Place> otherPlaces() {
        return places.stream()
                .filter(place -> place.administered() && !place.here())
                .toList();
    }

    /// One or two letters for the menu.
    public String initials() {
        return initials(name, email);
    }

    static String initials(String name, String email) {
        String[] parts = (name.isBlank() ? email : name).strip().split("\\s+", -1);
        String last = parts.length > 1 ? first(parts[parts.length - 1]) : "";
        return (first(parts[0]) + last).toUpperCase(Locale.ROOT);
    }

    private static String first(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }
}
