package dev.countersign.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The authenticators of all people of the seeds: an id each, and one ES256 key pair for all, so that nothing has to be
/// kept. They count no signatures, as passkeys in password managers do not.
final class Keys {
    static final String ORIGIN = "http://localhost";

    private static final String RP_ID = "localhost";
    private static final int PRESENT_AND_VERIFIED = 0x05;

    private final KeyPair pair;

    private Keys(KeyPair pair) {
        this.pair = pair;
    }

    static Keys anew() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new Keys(generator.generateKeyPair());
    }

    /// The person's credential id.
    static String id(Person person) throws GeneralSecurityException {
        return base64(sha256("credential " + person.number()));
    }

    /// What authenticators know the person by.
    static String handle(Person person) throws GeneralSecurityException {
        return base64(sha256("handle " + person.number()));
    }

    /// WebAuthn's attested credential data (§6.5.1): a model that says nothing, the id and the key in COSE.
    String attestedData(Person person) throws GeneralSecurityException {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        HexFormat hex = HexFormat.of();
        return base64(join(
                new byte[16],
                hex.parseHex("0020"),
                sha256("credential " + person.number()),
                hex.parseHex("a5010203262001215820"),
                fixed(key.getW().getAffineX()),
                hex.parseHex("225820"),
                fixed(key.getW().getAffineY())));
    }

    /// `AuthenticationResponseJSON` for that challenge.
    String answer(Person person, String challenge) throws GeneralSecurityException {
        byte[] client = ("{\"type\":\"webauthn.get\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + ORIGIN
                        + "\",\"crossOrigin\":false}")
                .getBytes(UTF_8);
        byte[] data = data();
        String id = id(person);
        return "{\"id\":\"" + id + "\",\"rawId\":\"" + id + "\",\"type\":\"public-key\",\"clientExtensionResults\":{},"
                + "\"response\":{\"clientDataJSON\":\"" + base64(client) + "\",\"authenticatorData\":\"" + base64(data)
                + "\",\"signature\":\"" + base64(signed(join(data, sha256(client)))) + "\",\"userHandle\":\""
                + handle(person) + "\"}}";
    }

    /// Checks one signature that often.
    void check(int times) throws GeneralSecurityException {
        byte[] message = join(data(), new byte[32]);
        byte[] signature = signed(message);
        for (int i = 0; i < times; i++) {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(pair.getPublic());
            check.update(message);
            if (!check.verify(signature)) {
                throw new IllegalStateException("a signature that does not hold");
            }
        }
    }

    private static byte[] data() throws GeneralSecurityException {
        return join(sha256(RP_ID), new byte[] {PRESENT_AND_VERIFIED, 0, 0, 0, 0});
    }

    private byte[] signed(byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private static byte[] fixed(BigInteger number) {
        byte[] given = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, given.length);
        System.arraycopy(given, given.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return sha256(text.getBytes(UTF_8));
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
