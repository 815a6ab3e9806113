package dev.countersign.factors.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelyingPartyTest {
    @ParameterizedTest
    @CsvSource({
        "https://sign-in.example.org, sign-in.example.org, true",
        "https://sign-in.example.org:8443, sign-in.example.org, true",
        "http://localhost:8080, localhost, true",
        "http://my.localhost:8080, my.localhost, true",
        "http://sign-in.example.org, sign-in.example.org, false",
        "http://127.0.0.1:8080, 127.0.0.1, false",
        "https://10.0.0.1, 10.0.0.1, false",
        "https://[2001:db8::1]:8443, [2001:db8::1], false",
    })
    void passkeysWhenTheAddressIsThatThenAreOfferedOrNot(String url, String id, boolean offered) {
        RelyingParty party = RelyingParty.at(URI.create(url), "Example");

        assertThat(party.id()).isEqualTo(id);
        assertThat(party.offered()).isEqualTo(offered);
        assertThat(party.relatedOrigins()).isEmpty();
    }
}
