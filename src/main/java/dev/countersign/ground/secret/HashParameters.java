package dev.countersign.ground.secret;

/// The cost of Argon2id (RFC 9106): memory in KiB, passes, lanes.
public record HashParameters(int memoryKib, int iterations, int parallelism) {
    public HashParameters {
        // RFC 9106 §3.1: at least 8 KiB of memory for each lane.
        if (parallelism < 1 || iterations < 1 || memoryKib < 8 * parallelism) {
            throw new IllegalArgumentException("Argon2id needs 1 lane, 1 pass and 8 KiB for each lane at least");
        }
    }
}
