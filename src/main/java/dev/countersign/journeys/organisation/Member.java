package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.people.organisation.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A member as the organisation's owners and admins see them.
///
/// @param managed whether this organisation manages the account
/// @param factors what is enrolled, in the order of the types
/// @param lastSignInAt null where none is on record
/// @param locked whether typed codes are locked, or a factor is suspended
/// @param suspended whether the account signs in nowhere
public record Member(
        String accountId,
        String email,
        String name,
        Role role,
        boolean managed,
        Instant since,
        List<FactorType> factors,
        @Nullable Instant lastSignInAt,
        boolean locked,
        boolean suspended) {

    /// The members that a list is narrowed to.
    public enum Status {
        /// Two-step sign-in is set up.
        ON,
        /// It is not.
        NOT_SET_UP,
        /// Codes are locked, or a factor is suspended.
        LOCKED,
        /// The account is suspended; such a member counts as nothing else.
        SUSPENDED,
        /// It is set up with one method, and there is not one backup code.
        NO_WAY_BACK,
        /// Three backup codes or fewer are left.
        CODES_LOW,
        /// Not there yet: the invitation is open.
        INVITED;

        /// Its name in addresses and in the API.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /// The status of that name, if there is one.
        public static Optional<Status> parse(String word) {
            for (Status status : values()) {
                if (status.word().equals(word)) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }

    /// Whether two-step sign-in is set up.
    public boolean on() {
        return factors.stream().anyMatch(FactorType::countsAsEnrolment);
    }

    /// What is shown first of them.
    public Status status() {
        if (suspended) {
            return Status.SUSPENDED;
        }
        if (locked) {
            return Status.LOCKED;
        }
        return on() ? Status.ON : Status.NOT_SET_UP;
    }
}
