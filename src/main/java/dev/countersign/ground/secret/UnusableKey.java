package dev.countersign.ground.secret;

/// A master key that the server will not start with: missing, malformed, or readable by others. The message is for
/// the operator: what is wrong and what to do; it never holds any part of a key.
public final class UnusableKey extends RuntimeException {
    UnusableKey(String message) {
        super(message);
    }
}
