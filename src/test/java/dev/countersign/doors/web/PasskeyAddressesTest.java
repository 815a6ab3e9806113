package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.passkey.RelyingParty;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasskeyAddressesTest {
    private static final RelyingParty ALONE = RelyingParty.at(URI.create("https://sign-in.example.org"), "Example");

    @Test
    void endpointsWhenAskedForThenAreThePageOfTheInstallation() {
        assertThat(new PasskeyAddresses(ALONE).endpoints().getBody())
                .contains("\"enroll\":\"https://sign-in.example.org/settings/security\"")
                .contains("\"manage\":\"https://sign-in.example.org/settings/security\"");
    }

    @Test
    void relatedOriginsWhenThereAreNoneThenAreNotFound() {
        assertThat(new PasskeyAddresses(ALONE).relatedOrigins().getStatusCode().value())
                .isEqualTo(404);
    }

    @Test
    void relatedOriginsWhenSetThenAreListedWithoutAppsAndItself() {
        List<String> origins =
                List.of("https://sign-in.example.org", "https://example.net", "android:apk-key-hash:abc");
        RelyingParty party = new RelyingParty(ALONE.id(), ALONE.name(), origins, ALONE.models(), ALONE.timeout());

        assertThat(new PasskeyAddresses(party).relatedOrigins().getBody())
                .isEqualTo("{\"origins\":[\"https://example.net\"]}");
    }
}
