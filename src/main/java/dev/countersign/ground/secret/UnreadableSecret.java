package dev.countersign.ground.secret;

/// A sealed value that does not open: changed, moved from another row, or sealed with a key that is not in the
/// ring. Says where it stood, never what it held.
public final class UnreadableSecret extends RuntimeException {
    UnreadableSecret(String message) {
        super(message);
    }
}
