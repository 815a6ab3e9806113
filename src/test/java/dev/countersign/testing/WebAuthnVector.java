package dev.countersign.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A test vector of WebAuthn Level 3, in base64url: what an authenticator made and signed for `example.org`, and what
/// is to come of it here, `holds` or the fault.
public record WebAuthnVector(
        String section,
        String outcome,
        String challenge,
        String clientData,
        String attestation,
        String getChallenge,
        String getClientData,
        String authenticatorData,
        String signature) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RP_ID_HASH = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";
    /// Hash, flags, counter and model stand before the id's length.
    private static final int BEFORE_ID = 2 * (32 + 1 + 4 + 16);

    public static List<WebAuthnVector> all() {
        try (var csv = WebAuthnVector.class.getResourceAsStream("/vectors/webauthn3.csv")) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(2)
                    .map(line -> line.split(",", -1))
                    .map(cell -> new WebAuthnVector(
                            cell[0],
                            cell[1],
                            base64(cell[2]),
                            base64(cell[3]),
                            base64(cell[4]),
                            base64(cell[5]),
                            base64(cell[6]),
                            base64(cell[7]),
                            base64(cell[8])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean holds() {
        return outcome.equals("holds");
    }

    /// Whether the signature says that the person was verified.
    public boolean verified() {
        return (Base64.getUrlDecoder().decode(authenticatorData)[32] & SoftKey.VERIFIED) != 0;
    }

    /// What the attestation says of the authenticator (AAGUID), in front of the id's length.
    public UUID model() {
        String hex = HexFormat.of().formatHex(Base64.getUrlDecoder().decode(attestation));
        int end = hex.indexOf(RP_ID_HASH) + BEFORE_ID;
        String model = hex.substring(end - 2 * 16, end);
        return new UUID(HexFormat.fromHexDigitsToLong(model, 0, 16), HexFormat.fromHexDigitsToLong(model, 16, 32));
    }

    /// The certificate of who vouches for the authenticators (section 16.1).
    public static X509Certificate maker() {
        try (var text = WebAuthnVector.class.getResourceAsStream("/vectors/webauthn3-root.txt")) {
            String hex = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElseThrow();
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where it stands in the attestation, behind its length of two bytes.
    public String credentialId() {
        String hex = HexFormat.of().formatHex(Base64.getUrlDecoder().decode(attestation));
        int length = hex.indexOf(RP_ID_HASH) + BEFORE_ID;
        int start = length + 4;
        return base64(hex.substring(start, start + 2 * HexFormat.fromHexDigits(hex, length, start)));
    }

    /// `RegistrationResponseJSON`.
    public String creation() {
        return credential(Map.of("clientDataJSON", clientData, "attestationObject", attestation));
    }

    /// `AuthenticationResponseJSON`.
    public String assertion(@Nullable String userHandle) {
        Map<String, String> response = new HashMap<>(Map.of(
                "clientDataJSON", getClientData, "authenticatorData", authenticatorData, "signature", signature));
        if (userHandle != null) {
            response.put("userHandle", userHandle);
        }
        return credential(response);
    }

    /// With one bit of the signature turned.
    public WebAuthnVector turned() {
        byte[] bytes = Base64.getUrlDecoder().decode(signature);
        bytes[bytes.length - 1] ^= 1;
        String other = base64(HexFormat.of().formatHex(bytes));
        return new WebAuthnVector(
                section,
                outcome,
                challenge,
                clientData,
                attestation,
                getChallenge,
                getClientData,
                authenticatorData,
                other);
    }

    private String credential(Map<String, String> response) {
        String id = credentialId();
        return JSON.writeValueAsString(Map.of("id", id, "rawId", id, "type", "public-key", "response", response));
    }

    private static String base64(String hex) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(hex));
    }
}
