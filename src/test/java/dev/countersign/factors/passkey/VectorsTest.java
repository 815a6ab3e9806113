package dev.countersign.factors.passkey;

import static dev.countersign.factors.passkey.PasskeyRoom.ENROL;
import static dev.countersign.factors.passkey.PasskeyRoom.NOW;
import static dev.countersign.factors.passkey.PasskeyRoom.PREFERRED;
import static dev.countersign.factors.passkey.PasskeyRoom.SECOND;
import static dev.countersign.factors.passkey.PasskeyRoom.proven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.secret.Token;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What others made: the test vectors of WebAuthn Level 3.
class VectorsTest {
    private static final RelyingParty EXAMPLE = RelyingParty.at(URI.create("https://example.org"), "Example");

    private static List<String[]> vectors() {
        try (var csv = VectorsTest.class.getResourceAsStream("/vectors/webauthn3.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(2)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @EachDatabase
    void vectorsOfTheStandardWhenCheckedThenHoldOrAreFramed(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases, EXAMPLE);
        assertThat(vectors()).hasSize(5);
        for (String[] vector : vectors()) {
            ask(room, vector[2], ENROL);
            CreationOutcome created = room.passkeys.checkCreation(ENROL, creation(vector), PREFERRED, NOW);
            if (!Boolean.parseBoolean(vector[1])) {
                assertThat(created).as(vector[0]).isEqualTo(new CreationOutcome.Refused(PasskeyFault.CROSS_ORIGIN));
                continue;
            }
            assertThat(room.passkeys.add(proven(created), vector[0], NOW)).isInstanceOf(AddOutcome.Added.class);
            ask(room, vector[5], SECOND);
            AssertionOutcome signed =
                    room.passkeys.checkAssertion(SECOND, assertion(vector, vector[8], created), PREFERRED, NOW);
            assertThat(signed).as(vector[0]).isInstanceOf(AssertionOutcome.Proven.class);
        }
        assertThat(room.passkeys.list("a"))
                .extracting(Passkey::aaguid)
                .contains(UUID.fromString("8446ccb9-ab1d-b374-750b-2367ff6f3a1f"));
    }

    @EachDatabase
    void vectorWhenOneBitOfItsSignatureIsTurnedThenIsRefused(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases, EXAMPLE);
        for (String[] vector : vectors()) {
            if (Boolean.parseBoolean(vector[1])) {
                ask(room, vector[2], ENROL);
                CreationOutcome created = room.passkeys.checkCreation(ENROL, creation(vector), PREFERRED, NOW);
                room.passkeys.add(proven(created), vector[0], NOW);
                ask(room, vector[5], SECOND);
                int last = Integer.parseInt(vector[8].substring(vector[8].length() - 1), 16);
                String turned = vector[8].substring(0, vector[8].length() - 1) + Integer.toHexString(last ^ 1);
                assertThat(room.passkeys.checkAssertion(SECOND, assertion(vector, turned, created), PREFERRED, NOW))
                        .as(vector[0])
                        .isInstanceOfSatisfying(
                                AssertionOutcome.Refused.class,
                                it -> assertThat(it.fault()).isEqualTo(PasskeyFault.SIGNATURE));
            }
        }
    }

    /// As if the room had made that challenge.
    private static void ask(PasskeyRoom room, String challenge, PasskeyQuestion question) {
        room.db.inTransaction(() -> new PasskeyChallengeStore(room.db)
                .insert(Token.hash(base64(challenge)), question, NOW.plusSeconds(60)));
    }

    private static String creation(String[] vector) {
        // The credential id stands in the attestation object, before the key: 32 bytes after their length.
        String data = vector[4];
        int key = data.indexOf("0020", data.indexOf("bfabc374") + 64 + 10 + 32) + 4;
        return credential(
                base64(data.substring(key, key + 64)),
                Map.of("clientDataJSON", base64(vector[3]), "attestationObject", base64(data)));
    }

    private static String assertion(String[] vector, String signature, CreationOutcome created) {
        return credential(
                proven(created).credentialId(),
                Map.of(
                        "clientDataJSON", base64(vector[6]),
                        "authenticatorData", base64(vector[7]),
                        "signature", base64(signature)));
    }

    private static String credential(String id, Map<String, String> response) {
        return CredentialJson.write(Map.of("id", id, "rawId", id, "type", "public-key", "response", response));
    }

    private static String base64(String hex) {
        return Base64Url.encode(HexFormat.of().parseHex(hex));
    }
}
