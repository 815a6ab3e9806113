package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.testing.AuthenticatorMaker;
import dev.countersign.testing.Databases;
import dev.countersign.testing.SoftKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The High assurance way of working with passkeys whose makers vouch for them and that never leave their device.
class HighAssuranceTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ORIGIN = "http://localhost";
    private static final UUID LISTED = UUID.fromString("ee882879-721c-4913-9775-3dfcce97072a");
    private static final UUID OTHER = UUID.fromString("cb69481e-8ff7-4039-93ec-0a2729a154a8");
    private static final AuthenticatorMaker MAKER = AuthenticatorMaker.anew();
    private static final int VERIFIED = SoftKey.PRESENT | SoftKey.VERIFIED;

    private final ApiServer server = ApiServer.on(
            Databases.SQLITE,
            "countersign.policy.preset=high-assurance",
            "countersign.passkey.models=" + LISTED,
            "countersign.passkey.makers=" + MAKER.pem(),
            "countersign.passkey.device-bound=true");
    private final ApiClient api = server.client();

    private Reply enrol(String grant, SoftKey key) {
        Reply options = api.post("/sign-in/enrolment/passkey/options", grant, Map.of());
        assertThat(options.string("/publicKey/attestation")).isEqualTo("direct");
        assertThat(options.body().at("/publicKey/hints").toString()).isEqualTo("[\"security-key\"]");
        String made = key.create(options.body().get("publicKey").toString());
        return api.post(
                "/sign-in/enrolment/passkey",
                grant,
                Map.of("id", options.string("/id"), "credential", JSON.readTree(made)));
    }

    private static SoftKey listed() {
        return SoftKey.es256(ORIGIN).model(LISTED).madeBy(MAKER.maker());
    }

    @Test
    void passkeyWhenBoundToItsDeviceAndVouchedForThenIsTheWholeSignIn() {
        Person ada = Person.on(server);
        Reply owed = ada.signIn();
        assertThat(owed.string("/status")).isEqualTo("enrolment-required");
        assertThat(owed.body().at("/enrolment/factors").toString()).isEqualTo("[\"passkey\",\"totp\"]");
        String grant = owed.string("/enrolment/token");

        assertThat(enrol(grant, listed().flags(VERIFIED | SoftKey.SYNCABLE)).code())
                .isEqualTo("passkey-not-device-bound");
        assertThat(enrol(grant, listed().model(OTHER)).code()).isEqualTo("passkey-model-refused");
        assertThat(enrol(grant, SoftKey.es256(ORIGIN).model(LISTED)).code()).isEqualTo("passkey-model-refused");
        SoftKey key = listed();
        Reply first = enrol(grant, key);
        assertThat(first.string("/status")).as(first.text()).isEqualTo("signed-in");
        assertThat(first.string("/session/acr")).isEqualTo("phr");

        Reply options = api.post("/sign-in/passkey/options", null, Map.of());
        String signed = key.get(options.body().get("publicKey").toString());
        Reply in = api.post("/sign-in/passkey", null, Map.of("credential", JSON.readTree(signed)));
        assertThat(in.string("/session/acr")).isEqualTo("phr");
        assertThat(in.body().at("/session/amr").toString()).isEqualTo("[\"hwk\",\"user\",\"mfa\"]");
        assertThat(Instant.parse(in.string("/session/expiresAt")))
                .isBeforeOrEqualTo(server.clock().instant().plus(Duration.ofHours(12)));

        Reply challenge = ada.signIn();
        assertThat(challenge.string("/challenge/factor")).isEqualTo("passkey");
        assertThat(challenge.body().at("/challenge/mayRemember").asBoolean()).isFalse();
    }
}
