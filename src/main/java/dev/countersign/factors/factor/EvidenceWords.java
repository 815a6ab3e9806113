package dev.countersign.factors.factor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Evidence as it is kept in one column: `password@1700000000000 totp@1700000000500`, times in epoch milliseconds.
public final class EvidenceWords {
    private EvidenceWords() {}

    /// The words for that evidence.
    public static String of(List<Evidence> evidence) {
        StringBuilder words = new StringBuilder();
        for (Evidence each : evidence) {
            words.append(words.isEmpty() ? "" : " ");
            words.append(each.type().word()).append('@').append(each.at().toEpochMilli());
        }
        return words.toString();
    }

    /// The evidence in those words; a word that names no type proves nothing.
    public static List<Evidence> read(String words) {
        List<Evidence> evidence = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            int at = word.indexOf('@');
            if (at > 0) {
                FactorType.of(word.substring(0, at))
                        .map(type -> new Evidence(type, Instant.ofEpochMilli(Long.parseLong(word.substring(at + 1)))))
                        .ifPresent(evidence::add);
            }
        }
        return List.copyOf(evidence);
    }
}
