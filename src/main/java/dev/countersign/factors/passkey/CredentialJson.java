package dev.countersign.factors.passkey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The WebAuthn JSON forms: options are written, and what browsers answer (`RegistrationResponseJSON` and
/// `AuthenticationResponseJSON`, §5.1) is read in one way only: a repeated key, another type or a second form of
/// base64url is refused.
final class CredentialJson {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// A registration with a chain of certificates is some 5,000 characters.
    private static final int MOST_CHARACTERS = 65_536;

    private static final int MOST_CLIENT_DATA = 8_192;
    private static final int MOST_ATTESTATION = 32_768;
    private static final int MOST_AUTHENTICATOR_DATA = 8_192;
    private static final int MOST_SIGNATURE = 2_048;

    /// §7.1 step 25: "Verify that the credentialId is ≤ 1023 bytes."
    private static final int MOST_CREDENTIAL_ID = 1_023;

    /// §5.4.3: a user handle has at most 64 bytes.
    private static final int MOST_USER_HANDLE = 64;

    private static final int MOST_TRANSPORTS = 8;
    private static final Pattern TRANSPORT = Pattern.compile("[a-z][a-z-]{0,23}");

    private CredentialJson() {}

    /// What the browser gathered (`CollectedClientData`, §5.8.1), and the bytes it came in, in base64url.
    record ClientData(String json, String type, String challenge, String origin, boolean crossOrigin) {}

    /// A new credential; bytes in base64url.
    record Creation(
            String credentialId,
            ClientData client,
            String attestationObject,
            List<String> transports,
            @Nullable Boolean discoverable) {}

    /// A signature by a credential; bytes in base64url.
    record Assertion(
            String credentialId,
            ClientData client,
            String authenticatorData,
            String signature,
            @Nullable String userHandle) {}

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /// Empty when it is not a new credential.
    static Optional<Creation> creation(String text) {
        return credential(text).flatMap(root -> {
            JsonNode response = root.path("response");
            String id = bytes(root.path("id"), MOST_CREDENTIAL_ID);
            ClientData client = clientData(response.path("clientDataJSON"));
            String attestation = bytes(response.path("attestationObject"), MOST_ATTESTATION);
            if (id == null || client == null || attestation == null) {
                return Optional.empty();
            }
            JsonNode discoverable =
                    root.path("clientExtensionResults").path("credProps").path("rk");
            return Optional.of(new Creation(
                    id,
                    client,
                    attestation,
                    transports(response.path("transports")),
                    discoverable.isBoolean() ? discoverable.booleanValue() : null));
        });
    }

    /// Empty when it is not a signature.
    static Optional<Assertion> assertion(String text) {
        return credential(text).flatMap(root -> {
            JsonNode response = root.path("response");
            String id = bytes(root.path("id"), MOST_CREDENTIAL_ID);
            ClientData client = clientData(response.path("clientDataJSON"));
            String data = bytes(response.path("authenticatorData"), MOST_AUTHENTICATOR_DATA);
            String signature = bytes(response.path("signature"), MOST_SIGNATURE);
            JsonNode given = response.path("userHandle");
            boolean none = given.isMissingNode()
                    || given.isNull()
                    || given.asString("").isEmpty();
            String handle = none ? null : bytes(given, MOST_USER_HANDLE);
            if (id == null || client == null || data == null || signature == null || (handle == null && !none)) {
                return Optional.empty();
            }
            return Optional.of(new Assertion(id, client, data, signature, handle));
        });
    }

    // §7.1 step 3, §7.2 step 3: "If response is not an instance of" what was asked for, "abort the ceremony": the parts
    // of the other are missing. §7.1 step 28, §7.2 step 23: "Process the client extension outputs in
    // clientExtensionResults": credProps alone was asked for, and what else is there is not looked at.
    private static Optional<JsonNode> credential(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(text);
            boolean good = root.path("type").asString("").equals("public-key")
                    && root.path("id").isString()
                    && (root.path("rawId").isMissingNode() || root.path("rawId").equals(root.path("id")));
            return good ? Optional.of(root) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static @Nullable String bytes(JsonNode node, int most) {
        return node.isString() && Base64Url.canonical(node.stringValue(), most) ? node.stringValue() : null;
    }

    private static @Nullable ClientData clientData(JsonNode node) {
        String json = bytes(node, MOST_CLIENT_DATA);
        if (json == null) {
            return null;
        }
        try {
            // §7.1 steps 5 and 6, §7.2 steps 8 and 9: "the result of running UTF-8 decode on the value of cData" …
            // "the result of running an implementation-specific JSON parser on JSONtext".
            JsonNode client = JSON.readTree(Base64Url.decode(json));
            JsonNode type = client.path("type");
            JsonNode challenge = client.path("challenge");
            JsonNode origin = client.path("origin");
            JsonNode crossOrigin = client.path("crossOrigin");
            boolean strings = type.isString() && challenge.isString() && origin.isString();
            if (!strings || !(crossOrigin.isMissingNode() || crossOrigin.isBoolean())) {
                return null;
            }
            // topOrigin is only there inside a frame of another origin.
            boolean framed =
                    crossOrigin.asBoolean(false) || !client.path("topOrigin").isMissingNode();
            return new ClientData(json, type.stringValue(), challenge.stringValue(), origin.stringValue(), framed);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /// They help the browser only, so a strange one is left out and the rest are kept.
    private static List<String> transports(JsonNode node) {
        List<String> transports = new ArrayList<>();
        for (JsonNode one : node) {
            String word = one.asString("");
            if (TRANSPORT.matcher(word).matches()
                    && !transports.contains(word)
                    && transports.size() < MOST_TRANSPORTS) {
                transports.add(word);
            }
        }
        return List.copyOf(transports);
    }
}
