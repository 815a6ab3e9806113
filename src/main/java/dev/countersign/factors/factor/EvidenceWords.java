package dev.countersign.factors.factor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Evidence as it is kept in one column: `password@1700000000000 passkey+hwk+user@1700000000500`, times in epoch
/// milliseconds, the traits of a proof behind its type.
public final class EvidenceWords {
    private EvidenceWords() {}

    /// The words for that evidence.
    public static String of(List<Evidence> evidence) {
        StringBuilder words = new StringBuilder();
        for (Evidence each : evidence) {
            words.append(words.isEmpty() ? "" : " ");
            words.append(each.type().word());
            for (Evidence.Trait trait : Evidence.Trait.values()) {
                if (each.traits().contains(trait)) {
                    words.append('+').append(trait.word());
                }
            }
            words.append('@').append(each.at().toEpochMilli());
        }
        return words.toString();
    }

    /// The evidence in those words; a word that names no type proves nothing, and an unknown trait says nothing.
    public static List<Evidence> read(String words) {
        List<Evidence> evidence = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            int at = word.indexOf('@');
            if (at > 0) {
                read(word.substring(0, at), Instant.ofEpochMilli(Long.parseLong(word.substring(at + 1))))
                        .ifPresent(evidence::add);
            }
        }
        return List.copyOf(evidence);
    }

    private static Optional<Evidence> read(String proof, Instant at) {
        int plus = proof.indexOf('+');
        if (plus < 0) {
            return FactorType.of(proof).map(type -> new Evidence(type, at));
        }
        Set<Evidence.Trait> traits = EnumSet.noneOf(Evidence.Trait.class);
        for (String word : proof.substring(plus + 1).split("\\+", -1)) {
            Evidence.Trait.of(word).ifPresent(traits::add);
        }
        return FactorType.of(proof.substring(0, plus)).map(type -> new Evidence(type, at, traits));
    }
}
