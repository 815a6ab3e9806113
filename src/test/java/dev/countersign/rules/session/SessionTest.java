package dev.countersign.rules.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a session says of itself.
class SessionTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    @ParameterizedTest
    @CsvSource({
        "PASSWORD, pwd, aal1, false",
        "PASSWORD EMAIL, pwd otp, aal1, false",
        "PASSWORD DEVICE, pwd, aal1, true",
        "PASSWORD HAND_OVER, pwd otp, aal1, false",
        "PASSWORD TOTP, pwd otp mfa, aal2, false",
        "PASSWORD BACKUP_CODE, pwd otp mfa, aal2, false",
        "PASSWORD SMS, pwd sms mfa, aal2, false",
        "PASSWORD DEVICE TOTP, pwd otp mfa, aal2, false",
        "PASSWORD TOTP BACKUP_CODE, pwd otp mfa, aal2, false",
        "PASSKEY, hwk, phr, false",
        "PASSWORD PASSKEY, pwd hwk mfa, phr, false",
        "PASSWORD TOTP PASSKEY, pwd otp hwk mfa, phr, false"
    })
    void sessionWhenAskedThenItSaysWhatWasProvenAndNoMore(
            String proven, String amr, String level, boolean byRememberedDevice) {
        Session session = session(Arrays.stream(proven.split(" ", -1))
                .map(word -> new Evidence(FactorType.valueOf(word), NOW))
                .toList());

        assertThat(session.amr()).containsExactly(amr.split(" ", -1));
        assertThat(session.acr(DAY, NOW)).isEqualTo(level.equals("phr") ? level : "urn:countersign:" + level);
        assertThat(session.byRememberedDevice()).isEqualTo(byRememberedDevice);
    }

    @Test
    void levelWhenTheProofGrowsOldThenItFallsAndANewProofRaisesItAgain() {
        Session session = session(
                List.of(new Evidence(FactorType.PASSWORD, NOW), new Evidence(FactorType.TOTP, NOW.plusSeconds(5))));

        assertThat(session.acr(DAY, NOW.plusSeconds(5).plus(DAY))).endsWith("aal2");
        assertThat(session.acr(DAY, NOW.plusSeconds(5).plus(DAY).plusMillis(1))).endsWith("aal1");
        assertThat(session.authTime()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void timeWhenADeviceStoodInThenItIsThatOfThePassword() {
        Session session = session(
                List.of(new Evidence(FactorType.PASSWORD, NOW), new Evidence(FactorType.DEVICE, NOW.plusSeconds(60))));

        assertThat(session.authTime()).isEqualTo(NOW);
        assertThat(session.secondFactor()).isEmpty();
    }

    private static Session session(List<Evidence> evidence) {
        return new Session(
                "id", "account", 0, null, NOW, NOW, NOW.plus(DAY), evidence, "Firefox on Linux", "192.0.2.1");
    }
}
