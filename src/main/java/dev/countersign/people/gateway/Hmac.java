package dev.countersign.people.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keyed hashes (RFC 2104), as gateways use them to sign.
final class Hmac {
    private Hmac() {}

    /// Only where the other side knows nothing better.
    static byte[] sha1(String key, String text) {
        return mac("HmacSHA1", key, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(String key, byte[] text) {
        return mac("HmacSHA256", key, text);
    }

    static String sha256Hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes the same time wherever they differ.
    static boolean same(byte[] expected, byte[] given) {
        return MessageDigest.isEqual(expected, given);
    }

    private static byte[] mac(String algorithm, String key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("the key cannot be used", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
