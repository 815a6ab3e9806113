package dev.countersign.ground.store;

/// A reason not to start. The message is for the operator: what is wrong, and what to do.
public class StartRefused extends RuntimeException {
    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
