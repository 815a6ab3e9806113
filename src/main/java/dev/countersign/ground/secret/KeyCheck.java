package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;

/// The proof, kept in the database, of the master key it was made with: the key's id, a colon and a keyed hash. It
/// hangs on the oldest key, which all keyed hashes hang on too, so it stays valid when a newer key is added and
/// fails when the oldest is left out.
public final class KeyCheck {
    private KeyCheck() {}

    public static String proof(SecretBox box) {
        return box.rootKeyId() + ":" + box.keyedHash("key-check", "countersign");
    }

    public static boolean matches(SecretBox box, String proof) {
        return MessageDigest.isEqual(proof(box).getBytes(US_ASCII), proof.getBytes(US_ASCII));
    }
}
