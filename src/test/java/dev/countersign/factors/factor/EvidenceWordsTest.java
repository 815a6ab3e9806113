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

    @Test
    void passkeyWhenReadBackThenKeepsItsTraits() {
        List<Evidence> evidence = List.of(
                Evidence.passkey(NOW, true, true),
                Evidence.passkey(NOW, false, true),
                Evidence.passkey(NOW, false, false));

        String words = EvidenceWords.of(evidence);

        assertThat(words).startsWith("passkey+hwk+user@");
        assertThat(EvidenceWords.read(words)).isEqualTo(evidence);
        assertThat(EvidenceWords.read("passkey+other@" + NOW.toEpochMilli()))
                .containsExactly(new Evidence(FactorType.PASSKEY, NOW));
    }
}
