package dev.countersign.factors.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceWordsTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00.123Z");

    @Test
    void evidenceWhenKeptAndReadThenItIsTheSameForEveryType() {
        List<Evidence> evidence = Arrays.stream(FactorType.values())
                .map(type -> new Evidence(type, NOW))
                .toList();

        assertThat(EvidenceWords.read(EvidenceWords.of(evidence))).isEqualTo(evidence);
        assertThat(EvidenceWords.read(EvidenceWords.of(List.of()))).isEmpty();
    }

    @Test
    void wordWhenItNamesNoTypeThenItProvesNothing() {
        assertThat(EvidenceWords.read("telepathy@1 totp@1767614400123"))
                .containsExactly(new Evidence(FactorType.TOTP, NOW));
    }
}
