package dev.countersign.factors.totp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time codes by RFC 6238. Pure.
public final class Totp {
    /// Seconds in a time step.
    public static final int STEP_SECONDS = 30;

    /// Digits in a code.
    public static final int DIGITS = 6;

    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private Totp() {}

    /// The hash that a code is made with. Authenticator apps know SHA-1; the others are in the standard.
    public enum Algorithm {
        /// HMAC-SHA-1, 20-byte secrets.
        SHA1("HmacSHA1"),
        /// HMAC-SHA-256, 32-byte secrets.
        SHA256("HmacSHA256"),
        /// HMAC-SHA-512, 64-byte secrets.
        SHA512("HmacSHA512");

        private final String mac;

        Algorithm(String mac) {
            this.mac = mac;
        }
    }

    /// The time step of an instant. RFC 6238 §4.2: T = (Current Unix time - T0) / X, T0 = 0, with the floor
    /// function.
    public static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
    }

    /// The code of that many digits for that counter, or time step. RFC 4226 §5.3.
    public static String code(Algorithm algorithm, byte[] secret, long counter, int digits) {
        byte[] hash = hmac(
                algorithm,
                secret,
                ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        // RFC 4226 §5.4: the low-order 4 bits of the last byte are the offset of a 31-bit number.
        int offset = hash[hash.length - 1] & 0xf;
        int binary = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
        String code = Integer.toString(binary % POWERS[digits]);
        return "0".repeat(digits - code.length()) + code;
    }

    /// The code that authenticator apps show for that step.
    public static String code(byte[] secret, long step) {
        return code(Algorithm.SHA1, secret, step, DIGITS);
    }

    private static byte[] hmac(Algorithm algorithm, byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm.mac);
            mac.init(new SecretKeySpec(secret, "RAW"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.mac, e);
        }
    }
}
