package dev.countersign.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.factors.totp.Totp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/// An account of the seeds. Everything about it follows from its number, so that no list of a million is needed.
record Person(int number) {
    static final String PASSWORD = "correct horse battery staple";

    private static final int SECRET_BYTES = 20;

    /// Shaped like the product's ids (UUIDv7, the time first) but in no order of time, as if the accounts had come
    /// over years: neighbours in number are not neighbours in the index.
    String id() {
        byte[] digest = digest("account " + number);
        return new UUID(long64(digest, 0) & ~0xf000L | 0x7000L, long64(digest, 8) & ~(0xc0L << 56) | 0x80L << 56)
                .toString();
    }

    String factorId() {
        byte[] digest = digest("factor " + number);
        return new UUID(long64(digest, 0) & ~0xf000L | 0x7000L, long64(digest, 8) & ~(0xc0L << 56) | 0x80L << 56)
                .toString();
    }

    String email() {
        return "person" + number + "@example.com";
    }

    /// A mobile number of Germany, where they may have 10 digits after 15.
    String phone() {
        return "+49151" + (20_000_000 + number);
    }

    byte[] secret() {
        return Arrays.copyOf(digest("secret " + number), SECRET_BYTES);
    }

    String code() {
        return Totp.code(secret(), Totp.step(Instant.now()));
    }

    private static long long64(byte[] bytes, int from) {
        return java.nio.ByteBuffer.wrap(bytes).getLong(from);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
