package dev.countersign.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An authenticator and its browser, in software, with one credential: takes options as JSON, and answers as
/// `PublicKeyCredential.toJSON` would. A [Draft] can be changed before it is signed, and so lie.
public final class SoftKey {
    public static final int PRESENT = 0x01;
    public static final int VERIFIED = 0x04;
    public static final int SYNCABLE = 0x08;
    public static final int SYNCED = 0x10;
    private static final int ATTESTED = 0x40;
    private static final JsonMapper JSON = new JsonMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys;
    private final int algorithm;
    private final byte[] credentialId = new byte[32];
    private final String origin;
    private byte[] userHandle = new byte[0];
    private int flags = PRESENT | VERIFIED;
    private long counter;
    private UUID aaguid = new UUID(0, 0);
    private @Nullable Maker maker;

    private SoftKey(KeyPair keys, int algorithm, String origin) {
        this.keys = keys;
        this.algorithm = algorithm;
        this.origin = origin;
        RANDOM.nextBytes(credentialId);
    }

    /// Whose certificate vouches for the model.
    public record Maker(PrivateKey key, X509Certificate certificate) {}

    /// What is about to be signed and sent.
    public static final class Draft {
        public String type;
        public String challenge;
        public String origin;
        public @Nullable Boolean crossOrigin = false;
        public @Nullable String topOrigin;
        public String rpId;
        public int flags;
        public long counter;
        public int algorithm;
        public byte[] credentialId;
        public byte @Nullable [] userHandle;
        public Consumer<byte[]> signature = _ -> {};

        private Draft(SoftKey key, String type, JsonNode options, String rpId) {
            this.type = type;
            this.challenge = options.path("challenge").stringValue();
            this.origin = key.origin;
            this.rpId = rpId;
            this.flags = key.flags;
            this.counter = key.counter;
            this.algorithm = key.algorithm;
            this.credentialId = key.credentialId.clone();
            this.userHandle = key.userHandle.clone();
        }
    }

    public static SoftKey es256(String origin) {
        return new SoftKey(ec("secp256r1"), -7, origin);
    }

    public static SoftKey ed25519(String origin) {
        return new SoftKey(generate("Ed25519", -1), -8, origin);
    }

    public static SoftKey rs256(String origin) {
        return new SoftKey(generate("RSA", 2048), -257, origin);
    }

    /// A key that is not offered: ES384, or RSA that is too short.
    public static SoftKey es384(String origin) {
        return new SoftKey(ec("secp384r1"), -35, origin);
    }

    public static SoftKey shortRsa(String origin) {
        return new SoftKey(generate("RSA", 1024), -257, origin);
    }

    public SoftKey flags(int flags) {
        this.flags = flags;
        return this;
    }

    public SoftKey counter(long counter) {
        this.counter = counter;
        return this;
    }

    public SoftKey model(UUID aaguid) {
        this.aaguid = aaguid;
        return this;
    }

    public SoftKey madeBy(Maker maker) {
        this.maker = maker;
        return this;
    }

    public String id() {
        return base64(credentialId);
    }

    public String create(String options) {
        return create(options, _ -> {});
    }

    public String create(String options, Consumer<Draft> change) {
        JsonNode asked = JSON.readTree(options);
        userHandle = Base64.getUrlDecoder().decode(asked.path("user").path("id").stringValue());
        Draft draft = new Draft(
                this, "webauthn.create", asked, asked.path("rp").path("id").stringValue());
        change.accept(draft);
        byte[] client = client(draft);
        byte[] data = join(
                head(draft, ATTESTED),
                uuid(aaguid),
                ByteBuffer.allocate(2)
                        .putShort((short) draft.credentialId.length)
                        .array(),
                draft.credentialId,
                publicKey(draft.algorithm));
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", base64(client));
        response.put("attestationObject", base64(attestation(draft, data, client)));
        response.put("transports", List.of("internal"));
        return credential(draft, response, Map.of("credProps", Map.of("rk", true)));
    }

    public String get(String options) {
        return get(options, _ -> {});
    }

    public String get(String options, Consumer<Draft> change) {
        JsonNode asked = JSON.readTree(options);
        Draft draft = new Draft(this, "webauthn.get", asked, asked.path("rpId").stringValue());
        change.accept(draft);
        byte[] client = client(draft);
        byte[] data = head(draft, 0);
        byte[] signature = sign(keys.getPrivate(), algorithm, join(data, sha256(client)));
        draft.signature.accept(signature);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", base64(client));
        response.put("authenticatorData", base64(data));
        response.put("signature", base64(signature));
        if (draft.userHandle != null) {
            response.put("userHandle", base64(draft.userHandle));
        }
        return credential(draft, response, Map.of());
    }

    private static String credential(Draft draft, Map<String, Object> response, Map<String, Object> extensions) {
        Map<String, Object> credential = new LinkedHashMap<>();
        credential.put("id", base64(draft.credentialId));
        credential.put("rawId", base64(draft.credentialId));
        credential.put("type", "public-key");
        credential.put("authenticatorAttachment", "platform");
        credential.put("clientExtensionResults", extensions);
        credential.put("response", response);
        return JSON.writeValueAsString(credential);
    }

    private static byte[] client(Draft draft) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("type", draft.type);
        client.put("challenge", draft.challenge);
        client.put("origin", draft.origin);
        if (draft.crossOrigin != null) {
            client.put("crossOrigin", draft.crossOrigin);
        }
        if (draft.topOrigin != null) {
            client.put("topOrigin", draft.topOrigin);
        }
        return JSON.writeValueAsBytes(client);
    }

    private static byte[] head(Draft draft, int more) {
        return join(
                sha256(draft.rpId.getBytes(UTF_8)),
                new byte[] {(byte) (draft.flags | more)},
                ByteBuffer.allocate(4).putInt((int) draft.counter).array());
    }

    private byte[] attestation(Draft draft, byte[] data, byte[] client) {
        if (maker == null) {
            return map("fmt", text("none"), "attStmt", map(), "authData", bytes(data));
        }
        byte[] signature = sign(maker.key(), -7, join(data, sha256(client)));
        draft.signature.accept(signature);
        byte[] chain;
        try {
            chain = join(new byte[] {(byte) 0x81}, bytes(maker.certificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        byte[] statement = map("alg", number(-7), "sig", bytes(signature), "x5c", chain);
        return map("fmt", text("packed"), "attStmt", statement, "authData", bytes(data));
    }

    private byte[] publicKey(int named) {
        return switch (keys.getPublic()) {
            case ECPublicKey ec -> {
                int size = ec.getParams().getCurve().getField().getFieldSize() / 8;
                yield map(
                        1,
                        number(2),
                        3,
                        number(named),
                        -1,
                        number(size == 32 ? 1 : 2),
                        -2,
                        bytes(fixed(ec.getW().getAffineX(), size)),
                        -3,
                        bytes(fixed(ec.getW().getAffineY(), size)));
            }
            case RSAPublicKey rsa ->
                map(
                        1,
                        number(3),
                        3,
                        number(named),
                        -1,
                        bytes(fixed(rsa.getModulus(), rsa.getModulus().bitLength() / 8)),
                        -2,
                        bytes(rsa.getPublicExponent().toByteArray()));
            default -> {
                byte[] encoded = keys.getPublic().getEncoded();
                byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
                yield map(1, number(1), 3, number(named), -1, number(6), -2, bytes(point));
            }
        };
    }

    // CBOR (RFC 8949), as much of it as an authenticator needs.
    private static byte[] map(Object... entries) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(cbor(5, entries.length / 2));
        for (int i = 0; i < entries.length; i += 2) {
            parts.add(entries[i] instanceof Integer label ? number(label) : text(entries[i].toString()));
            parts.add((byte[]) entries[i + 1]);
        }
        return join(parts.toArray(byte[][]::new));
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return join(cbor(3, bytes.length), bytes);
    }

    private static byte[] bytes(byte[] bytes) {
        return join(cbor(2, bytes.length), bytes);
    }

    private static byte[] number(int number) {
        return number < 0 ? cbor(1, -1 - number) : cbor(0, number);
    }

    private static byte[] cbor(int major, int value) {
        if (value < 24) {
            return new byte[] {(byte) (major << 5 | value)};
        }
        if (value < 256) {
            return new byte[] {(byte) (major << 5 | 24), (byte) value};
        }
        return new byte[] {(byte) (major << 5 | 25), (byte) (value >> 8), (byte) value};
    }

    private static byte[] uuid(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] fixed(BigInteger number, int size) {
        byte[] given = number.toByteArray();
        byte[] fixed = new byte[size];
        int length = Math.min(size, given.length);
        System.arraycopy(given, given.length - length, fixed, size - length, length);
        return fixed;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(PrivateKey key, int algorithm, byte[] data) {
        String name = switch (algorithm) {
            case -7 -> "SHA256withECDSA";
            case -8 -> "Ed25519";
            case -35 -> "SHA384withECDSA";
            default -> "SHA256withRSA";
        };
        try {
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
