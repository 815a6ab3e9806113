package dev.countersign.people.organisation;

import java.util.Locale;
import java.util.Optional;

/// What a member may do in an organisation: members sign in, admins help members, owners also set the policy.
public enum Role {
    /// Signs in.
    MEMBER,
    /// Helps members.
    ADMIN,
    /// Sets the policy and names admins and owners.
    OWNER;

    /// Its name in tables and in the API.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of that name, if it is one.
    public static Optional<Role> parse(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    static Role of(String word) {
        return parse(word).orElseThrow(() -> new IllegalStateException("no role is called " + word));
    }
}
