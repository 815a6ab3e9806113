package dev.countersign.people.apikey;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a key may do. There is none for resetting or approving, for roles, policy, look and keys, for handing an
/// organisation over and for ending it: those are a person's.
public enum KeyScope {
    /// Name, look, policy and figures.
    ORGANISATION_READ,
    /// Members and invitations.
    MEMBERS_READ,
    /// Invite as a member; unlock, sign out, forget devices, remind, suspend, remove.
    MEMBERS_WRITE,
    /// Apps.
    APPS_READ,
    /// Register, change and remove apps.
    APPS_WRITE,
    /// The audit log.
    AUDIT_READ;

    /// Its name in the API and in tables, `members:read`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /// The scope of that name.
    public static Optional<KeyScope> parse(String word) {
        for (KeyScope each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// Scopes as a text, always in one order.
    static String text(Set<KeyScope> scopes) {
        List<String> words = new ArrayList<>();
        for (KeyScope each : values()) {
            if (scopes.contains(each)) {
                words.add(each.word());
            }
        }
        return String.join(" ", words);
    }

    /// The scopes of such a text. A word that nobody here knows grants nothing.
    static Set<KeyScope> read(String text) {
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        for (String word : text.split(" ", -1)) {
            parse(word).ifPresent(scopes::add);
        }
        return scopes;
    }
}
