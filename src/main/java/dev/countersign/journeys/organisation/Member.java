package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.people.organisation.Role;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A member as the organisation's owners and admins see them.
///
/// @param managed whether this organisation manages the account
/// @param factors what is enrolled, in the order of the types
/// @param allowed whether policy still allows one of them to sign in with
/// @param lastSignInAt null where none is on record
/// @param locked whether typed codes are locked, or a factor is suspended
/// @param suspended whether the account signs in nowhere
/// @param eraseAt when the account is erased, as the person wants; null where it stays
/// @param weight what they are elsewhere
/// @param place where the list that they were found in goes on after them
public record Member(
        String accountId,
        String email,
        String name,
        Role role,
        boolean managed,
        Instant since,
        List<FactorType> factors,
        boolean allowed,
        @Nullable Instant lastSignInAt,
        boolean locked,
        boolean suspended,
        @Nullable Instant eraseAt,
        Weight weight,
        String place) {

    /// What an account is in all of this server.
    ///
    /// @param owns whether it owns an organisation
    /// @param lastOwnerHere whether nobody else owns this one who can act
    /// @param lastOwner the same of any organisation
    /// @param operator whether it runs this server
    public record Weight(boolean owns, boolean lastOwnerHere, boolean lastOwner, boolean operator) {}

    /// What owners and admins do for one member.
    public enum Help {
        RESET,
        UNLOCK,
        SIGN_OUT,
        FORGET_DEVICES,
        REMIND,
        SUSPEND,
        REACTIVATE,
        TRANSFER,
        CHANGE_ROLE,
        REMOVE;

        /// Its name in forms.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /// The order of a list.
    public enum Order {
        ADDRESS,
        NAME,
        /// Whoever needs help first.
        STATUS,
        /// The newest first.
        LAST_SIGN_IN;

        /// Its name in addresses and in the API.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /// The order of that name, if there is one.
        public static Optional<Order> parse(String word) {
            for (Order order : values()) {
                if (order.word().equals(word)) {
                    return Optional.of(order);
                }
            }
            return Optional.empty();
        }
    }

    /// The members that a list is narrowed to.
    public enum Status {
        /// Two-step sign-in is set up.
        ON,
        /// It is not.
        NOT_SET_UP,
        /// It was, with methods that policy no longer allows: at the next sign-in another one is set up.
        MUST_REPLACE,
        /// Codes are locked, or a factor is suspended.
        LOCKED,
        /// The account is suspended; such a member counts as nothing else.
        SUSPENDED,
        /// The person has asked to have the account erased; until then such a member counts as before, too.
        LEAVING,
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

    /// Whether two-step sign-in is set up, with a method that policy allows.
    public boolean on() {
        return allowed;
    }

    /// Whether another method has to take the place of those that are there.
    public boolean mustReplace() {
        return !allowed && factors.stream().anyMatch(FactorType::countsAsEnrolment);
    }

    /// What that admin or owner could do for this member now, and would not be refused.
    ///
    /// @param mails whether mail can be sent
    public Set<Help> helps(String actorId, Role actor, boolean mails) {
        Set<Help> helps = EnumSet.noneOf(Help.class);
        boolean self = accountId.equals(actorId);
        boolean owner = actor == Role.OWNER;
        if (managed) {
            helps.addAll(Set.of(Help.UNLOCK, Help.SIGN_OUT, Help.FORGET_DEVICES));
            boolean above = !owner && (weight.owns() || weight.operator());
            if (!self && !above && !weight.lastOwner()) {
                helps.add(Help.RESET);
            }
            if (suspended && (owner || !weight.owns())) {
                helps.add(Help.REACTIVATE);
            }
            boolean kept = weight.operator() || (!owner && weight.owns()) || weight.lastOwner();
            if (!suspended && !self && !kept) {
                helps.add(Help.SUSPEND);
            }
        }
        if (mails && !allowed && !suspended) {
            helps.add(Help.REMIND);
        }
        if (owner && !self && !suspended && eraseAt == null) {
            helps.add(Help.TRANSFER);
        }
        if (!weight.lastOwnerHere() && (self || owner || role != Role.OWNER)) {
            helps.add(Help.REMOVE);
        }
        if (!weight.lastOwnerHere() && (owner || role != Role.OWNER)) {
            helps.add(Help.CHANGE_ROLE);
        }
        return helps;
    }

    /// What is shown first of them.
    public Status status() {
        if (suspended) {
            return Status.SUSPENDED;
        }
        if (eraseAt != null) {
            return Status.LEAVING;
        }
        if (locked) {
            return Status.LOCKED;
        }
        if (mustReplace()) {
            return Status.MUST_REPLACE;
        }
        return allowed ? Status.ON : Status.NOT_SET_UP;
    }
}
