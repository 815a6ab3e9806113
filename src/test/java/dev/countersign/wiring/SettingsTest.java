package dev.countersign.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.TextQuota;
import dev.countersign.rules.policy.Policy;
import dev.countersign.testing.RunningServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsTest {
    @Test
    void settingsWhenNothingIsSetThenAreThoseOfATrial() {
        Settings settings = settings(Map.of());

        assertThat(settings.baseUrl()).isEqualTo(URI.create("http://localhost:8080"));
        assertThat(settings.installation().name()).isEqualTo("Countersign");
        assertThat(settings.signUpOpen()).isTrue();
        assertThat(settings.databaseSettings().url()).isNull();
        assertThat(settings.folder()).isAbsolute().hasFileName("data");
        assertThat(settings.password().memoryKib()).isEqualTo(19456);
        assertThat(settings.password().permits()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.password().longestWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.trustedProxies()).isEmpty();
        assertThat(settings.defaultPolicy().enrolment()).isEqualTo(Policy.Enrolment.RECOMMENDED);
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTERSIGN_BASEURL, https://Sign-In.Example.com:443/, https://sign-in.example.com",
        "COUNTERSIGN_BASE_URL, http://10.0.0.1:80, http://10.0.0.1",
        "COUNTERSIGN_BASEURL, https://[2001:db8::1]:8443, https://[2001:db8::1]:8443",
    })
    void baseUrlWhenGivenThenIsTheOriginAsBrowsersWriteIt(String name, String given, String origin) {
        assertThat(settings(Map.of(name, given)).baseUrl()).hasToString(origin);
    }

    @Test
    void policyWhenFieldsAreSetThenTheyReplaceThoseOfThePreset() {
        Policy policy = settings(Map.of(
                        "COUNTERSIGN_POLICY_PRESET", "high-assurance",
                        "COUNTERSIGN_POLICY_FACTORS", "totp,sms",
                        "COUNTERSIGN_POLICY_IDLEMINUTES", "0",
                        "COUNTERSIGN_POLICY_REMEMBERDEVICE", "ask",
                        "COUNTERSIGN_POLICY_EMAIL_CODE", "when-nothing-else"))
                .defaultPolicy();

        assertThat(policy.enrolment()).isEqualTo(Policy.Enrolment.REQUIRED);
        assertThat(policy.factors()).containsExactlyInAnyOrder(FactorType.TOTP, FactorType.SMS);
        assertThat(policy.idleMinutes()).isNull();
        assertThat(policy.adminIdleMinutes()).isEqualTo(15);
        assertThat(policy.rememberDevice()).isEqualTo(Policy.RememberDevice.ASK);
        assertThat(policy.emailCode()).isEqualTo(Policy.EmailCode.WHEN_NOTHING_ELSE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COUNTERSIGN_BASEURL           | https://example.com/path | countersign.base-url must not have a path",
                "COUNTERSIGN_BASEURL           | ftp://example.com        | countersign.base-url must start with https://",
                "COUNTERSIGN_BASEURL           | https://a@example.com    | countersign.base-url must be scheme, host",
                "COUNTERSIGN_NAME              | Sign: in                 | countersign.name must have 1 to 60 characters and no colon",
                "COUNTERSIGN_SIGNUP            | closed                   | countersign.sign-up cannot be \"closed\"; it is one of open, invited",
                "COUNTERSIGN_SUPPORT_EMAIL     | nobody                   | countersign.support.email must be an email address",
                "COUNTERSIGN_SUPPORT_LINK      | javascript:alert(1)      | countersign.support.link must start with https://",
                "COUNTERSIGN_DATABASE_URL      | jdbc:mysql://db          | countersign.database.url must start with jdbc:postgresql:",
                "COUNTERSIGN_DATABASE_POOLSIZE | 0                        | countersign.database.pool-size must be from 1 to 200; it is 0",
                "COUNTERSIGN_PASSWORD_PERMITS  | many                     | countersign.password.permits cannot be \"many\"; it is a whole number",
                "COUNTERSIGN_PASSWORD_LONGESTWAIT | 1h                    | countersign.password.longest-wait must be more than 0",
                "COUNTERSIGN_PASSWORD_MEMORYKIB | 2000000                 | countersign.password.memory-kib must be from 8",
                "COUNTERSIGN_TRUSTEDPROXIES    | 10.0.0.0/8,proxy         | countersign.trusted-proxies must hold addresses or networks",
                "COUNTERSIGN_TRUSTEDPROXIES    | 10.0.0.0/99              | countersign.trusted-proxies must hold addresses or networks",
                "COUNTERSIGN_RECOMMENDEDAPP    | Aegis                    | countersign.recommended-app must be one of the apps",
                "COUNTERSIGN_TEXT_QUOTA_DAY    | -1                       | countersign.text.quota.day must be from 0",
                "COUNTERSIGN_TEXT_QUOTA_NETWORKHOUR | 0                   | countersign.text.quota.network-hour must be from 1",
                "COUNTERSIGN_POLICY_PRESET     | strict                   | countersign.policy.preset cannot be \"strict\"; it is one of",
                "COUNTERSIGN_POLICY_SESSIONMINUTES | 1                    | countersign.policy.session-minutes must be 15 to 525600, not 1",
                "COUNTERSIGN_POLICY_MAYTURNOFF | perhaps                  | countersign.policy.may-turn-off cannot be \"perhaps\"; it is true or false",
            })
    void settingWhenItCannotBeThenIsRefusedByName(String name, String value, String sentence) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .satisfies(failure -> assertThat(StartFailure.sentence(failure))
                        .hasValueSatisfying(said -> assertThat(said).startsWith(sentence)));
    }

    @Test
    void textQuotaWhenNothingIsSetThenIsTheRoomsOwn() {
        TextQuota unset = TextQuota.defaults();

        assertThat(settings(Map.of()).text().quota().over(unset)).isEqualTo(unset);
        assertThat(settings(Map.of("COUNTERSIGN_TEXT_QUOTA_DAY", "50", "COUNTERSIGN_TEXT_QUOTA_COUNTRYDAY", "0"))
                        .text()
                        .quota()
                        .over(unset))
                .isEqualTo(new TextQuota(5, 10, 3, 10, 500, 0, 50, 20));
    }

    @Test
    void policyWhenItDemandsWhatNobodyCanSetUpThenIsRefused() {
        Policy policy = settings(
                        Map.of("COUNTERSIGN_POLICY_ENROLMENT", "required", "COUNTERSIGN_POLICY_FACTORS", "sms"))
                .defaultPolicy();

        Checks.enrollable(policy, Set.of());
        assertThatThrownBy(() -> Checks.enrollable(policy, Set.of(FactorType.SMS)))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining("countersign.policy.factors leaves nothing to set up")
                .hasMessageContaining("set countersign.text.gateways");
        Checks.enrollable(
                settings(Map.of("COUNTERSIGN_POLICY_FACTORS", "sms")).defaultPolicy(), Set.of(FactorType.SMS));
    }

    @Test
    void startWhenThePolicyDemandsWhatNobodyCanSetUpThenSaysHowToMendIt() {
        assertThatThrownBy(() -> RunningServer.start(
                        "countersign.dev-outbox=false",
                        "countersign.policy.enrolment=required",
                        "countersign.policy.factors=sms"))
                .satisfies(failure -> assertThat(StartFailure.sentence(failure))
                        .hasValueSatisfying(said -> assertThat(said)
                                .startsWith("countersign.policy.factors leaves nothing to set up")
                                .contains("Add totp")));
    }

    @Test
    void keysWhenPrintedThenStaySecret() {
        Settings settings = settings(
                Map.of("COUNTERSIGN_KEYS_VALUE", "c2VjcmV0,bW9yZQ==", "COUNTERSIGN_DATABASE_PASSWORD", "hunter2"));

        assertThat(settings.keys().lines()).isEqualTo("c2VjcmV0\nbW9yZQ==");
        assertThat(settings.toString()).doesNotContain("c2VjcmV0").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTERSIGN_BASURL, COUNTERSIGN_BASEURL",
        "COUNTERSIGN_SIGN_UPS, COUNTERSIGN_SIGNUP",
        "COUNTERSIGN_POLICY_GRACE, COUNTERSIGN_POLICY_GRACEDAYS",
        "countersign_datta, COUNTERSIGN_DATA",
    })
    void variableWhenUnknownThenIsRefusedWithTheNearest(String name, String nearest) {
        assertThatThrownBy(() -> UnknownSettings.refuse(environment(Map.of(name, "x"))))
                .isInstanceOf(SettingRefused.class)
                .hasMessageContaining(name + " is not a setting")
                .hasMessageContaining("The nearest one is " + nearest);
    }

    @Test
    void propertyWhenUnknownThenIsRefusedWithTheNearest() {
        StandardEnvironment environment = environment(Map.of());
        environment.getSystemProperties().put("countersign.polcy.preset", "x");
        try {
            assertThatThrownBy(() -> UnknownSettings.refuse(environment))
                    .hasMessageContaining(
                            "countersign.polcy.preset is not a setting. The nearest one is countersign.policy.preset");
        } finally {
            environment.getSystemProperties().remove("countersign.polcy.preset");
        }
    }

    @Test
    void everySettingWhenGivenByItsVariableThenIsKnown() {
        Map<String, Object> all = new HashMap<>();
        SettingNames.all().forEach(setting -> all.put(setting.environmentName(), ""));
        all.put("COUNTERSIGN_TRUSTEDPROXIES_0", "");
        all.put("PATH", "");

        UnknownSettings.refuse(environment(all));
    }

    private static Settings settings(Map<String, Object> variables) {
        StandardEnvironment environment = environment(variables);
        if (variables.keySet().stream().noneMatch(name -> name.startsWith("COUNTERSIGN_BASE"))) {
            Map<String, Object> more = new HashMap<>(variables);
            more.put("COUNTERSIGN_BASEURL", "http://localhost:8080");
            return settings(more);
        }
        return new Binder(ConfigurationPropertySources.get(environment)).bindOrCreate("countersign", Settings.class);
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
