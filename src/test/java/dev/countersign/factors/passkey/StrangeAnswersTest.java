package dev.countersign.factors.passkey;

import static dev.countersign.factors.passkey.PasskeyRoom.ENROL;
import static dev.countersign.factors.passkey.PasskeyRoom.NOW;
import static dev.countersign.factors.passkey.PasskeyRoom.ORIGIN;
import static dev.countersign.factors.passkey.PasskeyRoom.PREFERRED;
import static dev.countersign.factors.passkey.PasskeyRoom.SIGN_IN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.SoftKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/// What no browser sends: it is answered, never thrown at.
class StrangeAnswersTest {
    @EachDatabase
    void textWhenItIsNoCredentialThenIsMalformed(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        String good = SoftKey.es256(ORIGIN).create(room.creation());
        JsonNode parts = CredentialJson.JSON.readTree(good);
        String id = parts.path("id").stringValue();
        String client = parts.path("response").path("clientDataJSON").stringValue();
        String attestation = parts.path("response").path("attestationObject").stringValue();
        List<String> strange = List.of(
                "",
                " ",
                "null",
                "7",
                "[]",
                "{}",
                "\"text\"",
                "{",
                "[".repeat(60_000),
                "{\"id\":".repeat(10_000),
                "x".repeat(70_000),
                good + good,
                good + "}",
                good.replace("\"type\":\"public-key\"", "\"type\":\"public-key\",\"type\":\"public-key\""),
                good.replace("\"type\":\"public-key\"", "\"type\":\"password\""),
                good.replace("\"type\":\"public-key\"", "\"type\":1"),
                good.replace("\"rawId\":\"" + id, "\"rawId\":\"" + Base64Url.encode(new byte[32])),
                good.replace(id, id + "="),
                good.replace(id, ""),
                good.replace(id, "A"),
                good.replace(id, Base64Url.encode(new byte[1_024])),
                good.replace(client, client.replace('_', '/').replace('-', '+') + "="),
                good.replace(client, client + "!"),
                good.replace(client, ""),
                good.replace(client, client("{\"type\":\"webauthn.create\"}")),
                good.replace(client, client("[]")),
                good.replace(client, client("\u0000")),
                good.replace(client, Base64Url.encode(new byte[] {(byte) 0xC3, 0x28})),
                good.replace(attestation, ""),
                good.replace("\"response\":{", "\"response\":[{").replaceFirst("}}$", "}]}"));

        for (String text : strange) {
            assertThat(room.passkeys.checkCreation(ENROL, text, PREFERRED, NOW))
                    .as(text.substring(0, Math.min(80, text.length())))
                    .isEqualTo(new CreationOutcome.Malformed());
            assertThat(room.passkeys.checkAssertion(SIGN_IN, text, PREFERRED, NOW))
                    .isEqualTo(new AssertionOutcome.Malformed());
        }
        assertThat(room.passkeys.checkCreation(ENROL, good, PREFERRED, NOW)).isInstanceOf(CreationOutcome.Proven.class);
    }

    @EachDatabase
    void clientDataWhenAKeyIsThereTwiceThenIsMalformed(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        String good = SoftKey.es256(ORIGIN).create(room.creation());
        String client = CredentialJson.JSON
                .readTree(good)
                .path("response")
                .path("clientDataJSON")
                .stringValue();
        String json = new String(Base64Url.decode(client), StandardCharsets.UTF_8);
        String twice = json.replaceFirst("\\{", "{\"origin\":\"https://evil.example\",");

        assertThat(room.passkeys.checkCreation(ENROL, good.replace(client, client(twice)), PREFERRED, NOW))
                .isEqualTo(new CreationOutcome.Malformed());
    }

    @EachDatabase
    void attestationWhenBrokenAnywhereThenIsRefusedAndNeverThrown(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 120; i++) {
            SoftKey key = SoftKey.es256(ORIGIN);
            String good = key.create(room.creation());
            String object = CredentialJson.JSON
                    .readTree(good)
                    .path("response")
                    .path("attestationObject")
                    .stringValue();
            byte[] bytes = Base64Url.decode(object);
            byte[] broken = i % 2 == 0 ? Arrays.copyOf(bytes, random.nextInt(1, bytes.length)) : turned(bytes, random);

            CreationOutcome outcome =
                    room.passkeys.checkCreation(ENROL, good.replace(object, Base64Url.encode(broken)), PREFERRED, NOW);

            if (i % 2 == 0) {
                assertThat(outcome).isEqualTo(new CreationOutcome.Malformed());
            } else {
                // A bit of the model, the counter or a flag may be turned without harm: nobody signs them here.
                assertThat(outcome).isNotNull();
            }
        }
    }

    @EachDatabase
    void assertionWhenBrokenAnywhereThenIsRefusedAndNeverThrown(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        room.enrolled(key, "a");
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            String good = key.get(room.request(SIGN_IN));
            JsonNode response = CredentialJson.JSON.readTree(good).path("response");
            String part = response.path(i % 2 == 0 ? "authenticatorData" : "signature")
                    .stringValue();
            byte[] bytes = Base64Url.decode(part);
            byte[] broken = i % 4 < 2 ? Arrays.copyOf(bytes, random.nextInt(1, bytes.length)) : turned(bytes, random);

            assertThat(room.passkeys.checkAssertion(
                            SIGN_IN, good.replace(part, Base64Url.encode(broken)), PREFERRED, NOW))
                    .isNotInstanceOf(AssertionOutcome.Proven.class);
        }
    }

    @EachDatabase
    void attestationWhenItNestsOrIsHugeThenIsMalformed(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        byte[] nested = new byte[30_000];
        Arrays.fill(nested, (byte) 0x81);
        byte[] hugeLength = {(byte) 0xA1, 0x63, 'f', 'm', 't', 0x5B, 0x7F, -1, -1, -1, -1, -1, -1, -1};
        for (byte[] bytes : List.of(nested, hugeLength, new byte[32_768], new byte[33_000])) {
            String good = SoftKey.es256(ORIGIN).create(room.creation());
            String object = CredentialJson.JSON
                    .readTree(good)
                    .path("response")
                    .path("attestationObject")
                    .stringValue();
            assertThat(room.passkeys.checkCreation(
                            ENROL, good.replace(object, Base64Url.encode(bytes)), PREFERRED, NOW))
                    .isEqualTo(new CreationOutcome.Malformed());
        }
    }

    private static String client(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] turned(byte[] bytes, SplittableRandom random) {
        byte[] turned = bytes.clone();
        turned[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return turned;
    }
}
