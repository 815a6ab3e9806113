package dev.countersign.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.factors.passkey.RelyingParty;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasskeySettingsTest {
    private static final URI BASE = URI.create("https://sign-in.example.org");
    private static final String MODEL = "ee882879-721c-4913-9775-3dfcce97072a";

    @Test
    void relyingPartyWhenNothingIsSetThenIsTheHostOfTheBaseUrl() {
        assertThat(settings(null, List.of(), List.of(), null).relyingParty(BASE, "Example"))
                .isEqualTo(RelyingParty.at(BASE, "Example"));
    }

    @Test
    void originsWhenSetThenStandBehindTheBaseUrl() {
        String app = "android:apk-key-hash:" + "A".repeat(43);
        PasskeySettings settings = new PasskeySettings(
                "Example.org",
                List.of(" https://example.net "),
                List.of(app),
                List.of(),
                null,
                true,
                Duration.ofMinutes(2));

        RelyingParty party = settings.relyingParty(BASE, "Example");

        assertThat(party.id()).isEqualTo("example.org");
        assertThat(party.origins()).containsExactly("https://sign-in.example.org", "https://example.net", app);
        assertThat(party.timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(party.models()).isEqualTo(new RelyingParty.Models(Set.of(), Set.of(), true));
    }

    @Test
    void valueWhenItCannotBeThenIsRefusedByItsKey(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate");
        refused("countersign.passkey.domain", () -> settings("example.com", List.of(), List.of(), null));
        refused("countersign.passkey.domain", () -> settings("org", List.of(), List.of(), null));
        refused("countersign.passkey.domain", () -> settings("ample.org", List.of(), List.of(), null));
        refused(
                "countersign.passkey.related-origins",
                () -> settings(null, List.of("http://example.net"), List.of(), null));
        refused(
                "countersign.passkey.related-origins",
                () -> settings(null, List.of("https://example.net/"), List.of(), null));
        refused("countersign.passkey.models", () -> settings(null, List.of(), List.of(MODEL), null));
        refused("countersign.passkey.models", () -> settings(null, List.of(), List.of("YubiKey"), empty));
        refused("countersign.passkey.makers", () -> settings(null, List.of(), List.of(MODEL), empty));
        refused("countersign.passkey.makers", () -> settings(null, List.of(), List.of(MODEL), folder.resolve("no")));
        refused(
                "countersign.passkey.timeout",
                () -> new PasskeySettings(null, List.of(), List.of(), List.of(), null, false, Duration.ofHours(1)));
    }

    private static void refused(String key, Supplier<PasskeySettings> given) {
        assertThatThrownBy(() -> given.get().relyingParty(BASE, "Example"))
                .isInstanceOf(SettingRefused.class)
                .hasMessageStartingWith(key + " ");
    }

    private static PasskeySettings settings(
            @Nullable String domain, List<String> related, List<String> models, @Nullable Path makers) {
        return new PasskeySettings(domain, related, List.of(), models, makers, false, RelyingParty.TIMEOUT);
    }
}
