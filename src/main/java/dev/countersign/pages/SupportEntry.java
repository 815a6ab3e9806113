package dev.countersign.pages;

import java.util.List;

/// An account as the operator sees it.
///
/// @param methods names of the enrolled methods: `totp`, `sms`, `passkey`
/// @param managedBy the name of the organisation that manages it, or ""
/// @param refused why the operator may not help it, or ""
public record SupportEntry(
        String id,
        String name,
        String email,
        List<String> methods,
        int codesLeft,
        int devices,
        int sessions,
        Moment since,
        boolean suspended,
        String managedBy,
        String refused) {

    /// One or two letters for the picture.
    public String initials() {
        return Who.initials(name, email);
    }
}
