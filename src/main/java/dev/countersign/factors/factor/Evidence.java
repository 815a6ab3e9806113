package dev.countersign.factors.factor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A proof that was given: the type of factor, when it was proven, and what more it says.
public record Evidence(FactorType type, Instant at, Set<Trait> traits) {
    public Evidence {
        traits = Set.copyOf(traits);
    }

    /// A proof that says no more than its type.
    public Evidence(FactorType type, Instant at) {
        this(type, at, Set.of());
    }

    /// What a passkey's proof says besides (RFC 8176 §2).
    public enum Trait {
        /// The key never leaves its device.
        HWK,
        /// The key can be copied to other devices.
        SWK,
        /// The authenticator made sure that it is the person: both steps at once.
        USER;

        /// The name in `amr` and in tables.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The trait of that name, or empty.
        static Optional<Trait> of(String word) {
            for (Trait trait : values()) {
                if (trait.word().equals(word)) {
                    return Optional.of(trait);
                }
            }
            return Optional.empty();
        }
    }

    /// A proof by passkey.
    public static Evidence passkey(Instant at, boolean deviceBound, boolean userVerified) {
        EnumSet<Trait> traits = EnumSet.of(deviceBound ? Trait.HWK : Trait.SWK);
        if (userVerified) {
            traits.add(Trait.USER);
        }
        return new Evidence(FactorType.PASSKEY, at, traits);
    }

    /// Whether it is both steps by itself: a passkey that made sure that it is the person.
    public boolean bothSteps() {
        return type == FactorType.PASSKEY && traits.contains(Trait.USER);
    }

    /// Its authentication method references (RFC 8176), none for a remembered device.
    public List<String> amr() {
        if (traits.isEmpty()) {
            return type.amr().isEmpty() ? List.of() : List.of(type.amr());
        }
        List<String> amr = new ArrayList<>();
        for (Trait trait : Trait.values()) {
            if (traits.contains(trait)) {
                amr.add(trait.word());
            }
        }
        return amr;
    }
}
