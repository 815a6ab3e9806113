package dev.countersign.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.RememberDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// `Policies.decide` and `decideFresh` as decision tables.
class DecideTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    /// Of each row: policy (enrolment, allowed factors, remember), account (factors, `!` suspended), sign-in
    /// (evidence, remembered, grace in days from now), and what is wanted.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        OPTIONAL    | totp         | ASK    |         | password                | no  |    | satisfied
        RECOMMENDED | totp         | ASK    |         | password                | no  |    | satisfied
        REQUIRED    | totp         | ASK    |         | password                | no  |    | enrol totp
        REQUIRED    | totp         | ASK    |         | password                | yes |    | enrol totp
        REQUIRED    | totp         | ASK    |         | password hand-over      | no  |    | enrol totp
        REQUIRED    | totp         | ASK    |         | password email          | no  |    | enrol totp
        REQUIRED    | totp         | ASK    |         | password                | no  | 3  | enrol totp until 3
        REQUIRED    | totp         | ASK    |         | password                | no  | 0  | enrol totp
        REQUIRED    | totp         | ASK    |         | password                | no  | -1 | enrol totp
        REQUIRED    | totp passkey | ASK    |         | password                | no  |    | enrol passkey totp
        OPTIONAL    | totp passkey | ASK    | passkey | password                | no  |    | missing passkey
        OPTIONAL    | totp passkey | ASK    | passkey | passkey                 | no  |    | satisfied
        OPTIONAL    | totp         | ASK    | passkey | passkey                 | no  |    | enrol totp
        OPTIONAL    | totp         | ASK    | passkey totp | passkey            | no  |    | missing totp
        OPTIONAL    | totp         | ASK    | totp    | password                | no  |    | missing totp
        OPTIONAL    | totp         | ASK    | totp    | password                | yes |    | satisfied
        OPTIONAL    | totp         | ALWAYS | totp    | password                | yes |    | satisfied
        OPTIONAL    | totp         | OFF    | totp    | password                | yes |    | missing totp
        REQUIRED    | totp         | ALWAYS | totp    | password                | yes |    | satisfied
        REQUIRED    | totp         | ASK    | totp    | password                | no  | 3  | missing totp
        REQUIRED    | totp         | ASK    | totp    | password totp           | no  |    | satisfied
        REQUIRED    | totp         | OFF    | totp    | password totp           | no  |    | satisfied
        REQUIRED    | totp         | ASK    | totp    | password backup-code    | no  |    | satisfied
        REQUIRED    | totp         | ASK    | totp    | password email          | no  |    | missing totp
        REQUIRED    | totp         | ASK    | totp    | password device         | no  |    | missing totp
        REQUIRED    | totp         | ASK    | totp    | password hand-over      | no  |    | missing totp
        REQUIRED    | totp         | ASK    | totp    | password sms            | no  |    | missing totp
        REQUIRED    | totp         | ASK    | totp    | totp                    | no  |    | satisfied
        OPTIONAL    | totp         | ASK    | totp!   | password                | no  |    | missing totp
        OPTIONAL    | totp         | ASK    | totp!   | password                | yes |    | satisfied
        OPTIONAL    | totp         | ASK    | sms     | password                | no  |    | missing sms
        OPTIONAL    | totp         | ASK    | sms     | password                | yes |    | missing sms
        OPTIONAL    | totp         | ASK    | sms     | password sms            | no  |    | enrol totp
        REQUIRED    | totp         | ASK    | sms     | password sms            | no  | 9  | enrol totp
        OPTIONAL    | totp         | ASK    | sms     | password backup-code    | no  |    | enrol totp
        OPTIONAL    | totp         | ASK    | sms totp| password                | no  |    | missing totp
        OPTIONAL    | totp         | ASK    | sms totp| password sms            | no  |    | missing totp
        OPTIONAL    | totp         | ASK    | backup-code | password            | no  |    | satisfied
        """)
    void decisionWhenTakenThenItIsTheTables(
            Enrolment enrolment,
            String allowed,
            RememberDevice remember,
            @Nullable String factors,
            String evidence,
            String remembered,
            @Nullable Integer graceDays,
            String wanted) {
        Policy policy = new PolicyBuilder(Preset.DEFAULT.policy())
                .enrolment(enrolment)
                .factors(types(allowed).toArray(FactorType[]::new))
                .rememberDevice(remember)
                .build();

        Requirement requirement = Policies.decide(
                policy,
                factors(factors),
                proven(evidence, NOW),
                remembered.equals("yes"),
                graceDays == null ? null : NOW.plus(Duration.ofDays(graceDays)),
                NOW);

        assertThat(said(requirement)).isEqualTo(wanted);
    }

    /// Of each row: the account's factors, whether a hand-over is pending, the evidence and its age in seconds.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
              | no  | password             | 0   | satisfied
              | no  | password             | 600 | satisfied
              | no  | password             | 601 | stale password
              | yes | password             | 0   | missing hand-over
              | yes | password hand-over   | 0   | satisfied
              | yes | password hand-over   | 601 | stale hand-over
              | no  | email                | 0   | missing password
              | no  | device               | 0   | missing password
        totp  | no  | password             | 0   | missing passkey totp sms backup-code
        totp  | no  | password device      | 0   | missing passkey totp sms backup-code
        totp  | no  | password email       | 0   | missing passkey totp sms backup-code
        totp  | no  | password hand-over   | 0   | missing passkey totp sms backup-code
        totp  | no  | password totp        | 600 | satisfied
        totp  | no  | password totp        | 601 | stale totp
        totp  | no  | password backup-code | 600 | satisfied
        totp  | yes | password totp        | 0   | satisfied
        totp! | no  | password             | 0   | missing passkey totp sms backup-code
        """)
    void freshnessWhenDecidedThenItIsTheTables(
            @Nullable String factors, String handOver, String evidence, long age, String wanted) {
        Requirement requirement = Policies.decideFresh(
                factors(factors),
                handOver.equals("yes"),
                proven(evidence, NOW.minusSeconds(age)),
                Duration.ofMinutes(10),
                NOW);

        assertThat(said(requirement)).isEqualTo(wanted);
    }

    @Test
    void freshnessWhenSeveralWereProvenThenTheNewestCounts() {
        List<Evidence> evidence = List.of(
                new Evidence(FactorType.TOTP, NOW.minusSeconds(5)),
                new Evidence(FactorType.BACKUP_CODE, NOW.minusSeconds(5_000)));

        assertThat(Policies.decideFresh(factors("totp"), false, evidence, Duration.ofMinutes(10), NOW))
                .isInstanceOf(Requirement.Satisfied.class);
    }

    /// Whatever a policy says, an enrolled account's password alone is never enough, and a factor once proven never
    /// asks for itself again.
    @ParameterizedTest
    @EnumSource(Preset.class)
    void presetWhenAFactorIsEnrolledThenThePasswordAloneIsNeverEnough(Preset preset) {
        Policy policy = preset.policy();
        List<Evidence> password = proven("password", NOW);

        assertThat(Policies.decide(policy, factors("totp"), password, false, null, NOW))
                .isEqualTo(new Requirement.Missing(List.of(FactorType.TOTP)));
        assertThat(Policies.decide(policy, factors("totp"), proven("password totp", NOW), false, null, NOW))
                .isEqualTo(new Requirement.Satisfied());
    }

    private static List<FactorType> types(@Nullable String words) {
        return words == null
                ? List.of()
                : Arrays.stream(words.replace("!", "").split(" +", -1))
                        .map(word -> FactorType.of(word).orElseThrow())
                        .toList();
    }

    private static List<Factor> factors(@Nullable String words) {
        return words == null
                ? List.of()
                : Arrays.stream(words.split(" +", -1))
                        .map(word -> new Factor(
                                word,
                                "account",
                                FactorType.of(word.replace("!", "")).orElseThrow(),
                                "label",
                                NOW,
                                null,
                                word.endsWith("!") ? NOW : null))
                        .toList();
    }

    private static List<Evidence> proven(String words, Instant at) {
        return types(words).stream().map(type -> new Evidence(type, at)).toList();
    }

    private static String said(Requirement requirement) {
        return switch (requirement) {
            case Requirement.Satisfied() -> "satisfied";
            case Requirement.Missing(List<FactorType> types) -> "missing" + words(types);
            case Requirement.Stale(FactorType type, Instant since) -> "stale " + type.word();
            case Requirement.MustEnrol(List<FactorType> types, Instant until) ->
                "enrol" + words(types)
                        + (until == null
                                ? ""
                                : " until " + Duration.between(NOW, until).toDays());
        };
    }

    private static String words(List<FactorType> types) {
        StringBuilder words = new StringBuilder();
        types.forEach(type -> words.append(' ').append(type.word()));
        return words.toString();
    }
}
