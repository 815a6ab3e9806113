package dev.countersign.pages;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A member of an organisation, or somebody invited, as one line of its list.
///
/// @param id the account, or the invitation where `status` is `invited`
/// @param name empty for somebody invited
/// @param role `member`, `admin` or `owner`
/// @param status `on`, `not-set-up`, `must-replace`, `locked`, `suspended`, `leaving` or `invited`
/// @param methods names of the enrolled methods: `totp`, `sms`, `passkey`
/// @param at the last sign-in, or when the invitation ends; null for never
/// @param managed whether this organisation may reset and unlock
/// @param self whether it is the person who looks
/// @param helps what that person could do for them, by its name
/// @param leaves when the account is erased, as its owner wants; null where it stays
public record MemberEntry(
        String id,
        String name,
        String email,
        String role,
        String status,
        List<String> methods,
        @Nullable Moment at,
        boolean managed,
        boolean self,
        Set<String> helps,
        @Nullable Moment leaves) {

    /// What they are called.
    public String title() {
        return name.isEmpty() ? email : name;
    }

    /// One or two letters for the picture.
    public String initials() {
        return Who.initials(name, email);
    }

    /// The look of the status.
    public String look() {
        return switch (status) {
            case "on" -> "good";
            case "locked", "suspended", "must-replace", "leaving" -> "warn";
            default -> "";
        };
    }
}
