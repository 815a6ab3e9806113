package dev.countersign.pages;

import dev.countersign.people.account.Account;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The person that a page is shown to: the account it was made for, and how many others this browser is signed in
/// to.
///
/// @param recovery the account's recovery while one waits, for whoever is signed in to cancel it
public record Who(
        String accountId,
        String name,
        String email,
        int otherAccounts,
        @Nullable RecoveryEntry recovery) {

    /// The person behind an account.
    public static Who of(Account account, int otherAccounts) {
        return new Who(account.id(), account.name(), account.email(), otherAccounts, null);
    }

    /// The same with what waits.
    public Who with(RecoveryEntry waiting) {
        return new Who(accountId, name, email, otherAccounts, waiting);
    }

    /// One or two letters for the menu.
    public String initials() {
        String[] parts = (name.isBlank() ? email : name).strip().split("\\s+", -1);
        String last = parts.length > 1 ? first(parts[parts.length - 1]) : "";
        return (first(parts[0]) + last).toUpperCase(Locale.ROOT);
    }

    private static String first(String word) {
        return word.isEmpty() ? "" : word.substring(0, word.offsetByCodePoints(0, 1));
    }
}
