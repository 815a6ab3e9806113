package dev.countersign.ground.secret;

import java.security.MessageDigest;
import java.util.Arrays;

/// Bytes that must not be seen: a key, a seed, a password in flight. Prints `***`, compares in constant time and is
/// wiped by [#close()]. It keeps its own copy, and gives copies away.
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private boolean wiped;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static SecretBytes of(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /// A copy that the caller owns, and wipes when it is done with it.
    public synchronized byte[] copy() {
        if (wiped) {
            throw new IllegalStateException("These secret bytes were wiped");
        }
        return bytes.clone();
    }

    /// Whether both hold the same bytes; the time taken tells nothing about where they differ.
    public boolean sameAs(SecretBytes other) {
        byte[] mine = copy();
        byte[] theirs = other.copy();
        try {
            return MessageDigest.isEqual(mine, theirs);
        } finally {
            Arrays.fill(mine, (byte) 0);
            Arrays.fill(theirs, (byte) 0);
        }
    }

    @Override
    public synchronized void close() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "***";
    }
}
