package dev.countersign.pages;

import dev.countersign.people.account.Account;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The person that a page is shown to: the account it was made for, and how many others this browser is signed in
/// to.
///
/// @param operator whether they run this server
/// @param places the organisations of the account
/// @param eraseAt when the account is erased, as the person wants; null where it stays
/// @param recovery the account's recovery while one waits, for whoever is signed in to cancel it
/// @param reset the same of a reset that an admin asked for
/// @param reminder that they should set up two-step sign-in, where they should
public record Who(
        String accountId,
        String name,
        String email,
        boolean operator,
        int otherAccounts,
        List<Place> places,
        @Nullable RecoveryEntry recovery,
        @Nullable MyResetEntry reset,
        @Nullable ReminderEntry reminder,
        @Nullable Moment eraseAt) {

    /// The person behind an account.
    public static Who of(Account account, int otherAccounts) {
        return new Who(
                account.id(),
                account.name(),
                account.email(),
                account.operator(),
                otherAccounts,
                List.of(),
                null,
                null,
                null,
                null);
    }

    /// The same with what waits.
    public Who with(RecoveryEntry waiting) {
        return new Who(accountId, name, email, operator, otherAccounts, places, waiting, reset, reminder, eraseAt);
    }

    /// The same with the reset that waits.
    public Who with(MyResetEntry waiting) {
        return new Who(accountId, name, email, operator, otherAccounts, places, recovery, waiting, reminder, eraseAt);
    }

    /// The same, to be reminded.
    public Who with(ReminderEntry due) {
        return new Who(accountId, name, email, operator, otherAccounts, places, recovery, reset, due, eraseAt);
    }

    /// The same with the organisations of the account.
    public Who in(List<Place> those) {
        return new Who(
                accountId,
                name,
                email,
                operator,
                otherAccounts,
                List.copyOf(those),
                recovery,
                reset,
                reminder,
                eraseAt);
    }

    /// The same, going to be erased then.
    public Who until(@Nullable Moment end) {
        return new Who(accountId, name, email, operator, otherAccounts, places, recovery, reset, reminder, end);
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
