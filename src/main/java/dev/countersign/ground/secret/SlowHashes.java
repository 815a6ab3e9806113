package dev.countersign.ground.secret;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id hashes in PHC string format, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, made and checked on a few
/// platform threads behind a bounded queue, so that no number of sign-ins can take the machine.
public final class SlowHashes implements AutoCloseable {
    private static final int SALT = 16;
    private static final int LENGTH = 32;
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final HashParameters parameters;
    private final HashQueue queue;
    private final SecureRandom random = new SecureRandom();
    private final FixedBlockPool blocks;
    private final String decoy;

    /// @param permits how many hashes run at once
    /// @param longestWait how long one waits for its turn before it is [Busy]
    public SlowHashes(HashParameters parameters, int permits, Duration longestWait) {
        this.parameters = parameters;
        this.queue = new HashQueue(permits, longestWait);
        this.blocks = new FixedBlockPool(permits * parameters.memoryKib());
        this.decoy = encode(parameters, bytes(SALT), bytes(LENGTH));
    }

    /// Who waits: callers on a device the account was seen on go first.
    public enum Lane {
        /// A device seen before.
        KNOWN,
        /// Anybody.
        UNKNOWN
    }

    /// The queue was too long; nothing was checked.
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Duration retryAfter;

        Busy(Duration retryAfter) {
            super("too many hashes at once", null, false, false);
            this.retryAfter = retryAfter;
        }

        /// When to try again.
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// The hash of a secret. Never call it inside a transaction.
    public String hash(String secret, Lane lane) {
        return queue.run(lane, () -> hashNow(secret));
    }

    /// The hashes of several secrets, in their order, as one turn in the queue each.
    public List<String> hashAll(List<String> secrets, Lane lane) {
        List<Supplier<String>> turns = secrets.stream()
                .<Supplier<String>>map(secret -> () -> hashNow(secret))
                .toList();
        return queue.runAll(lane, turns);
    }

    /// Whether that is the secret behind the hash. Never call it inside a transaction.
    public boolean matches(String phc, String secret, Lane lane) {
        return queue.run(lane, () -> {
            Phc read = Phc.read(phc);
            int length = read.hash().copy().length;
            byte[] computed = compute(read.parameters(), read.salt().copy(), secret, length);
            return SecretBytes.of(computed).sameAs(read.hash());
        });
    }

    /// Whether the hash was made with other parameters than those in force.
    public boolean outdated(String phc) {
        return !Phc.read(phc).parameters().equals(parameters);
    }

    /// A hash that no secret has, at today's cost: what is checked where there is nothing to check, so that it
    /// takes as long.
    public String decoy() {
        return decoy;
    }

    @Override
    public void close() {
        queue.close();
    }

    private String hashNow(String secret) {
        byte[] salt = bytes(SALT);
        return encode(parameters, salt, compute(parameters, salt, secret, LENGTH));
    }

    private byte[] compute(HashParameters cost, byte[] salt, String secret, int length) {
        Argon2Parameters.Builder builder = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt);
        if (cost.equals(parameters)) {
            builder.withBlockPool(blocks);
        }
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(builder.build());
        byte[] hash = new byte[length];
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        generator.generateBytes(bytes, hash);
        java.util.Arrays.fill(bytes, (byte) 0);
        return hash;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encode(HashParameters cost, byte[] salt, byte[] hash) {
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.iterations() + ",p=" + cost.parallelism() + "$"
                + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(hash);
    }

    /// A PHC string, read.
    private record Phc(HashParameters parameters, SecretBytes salt, SecretBytes hash) {
        static Phc read(String text) {
            String[] parts = text.split("\\$", -1);
            if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
                throw new IllegalStateException("not an Argon2id hash");
            }
            String[] cost = parts[3].split(",", -1);
            HashParameters parameters = new HashParameters(
                    Integer.parseInt(cost[0].substring(2)),
                    Integer.parseInt(cost[1].substring(2)),
                    Integer.parseInt(cost[2].substring(2)));
            return new Phc(
                    parameters,
                    SecretBytes.of(Base64.getDecoder().decode(parts[4])),
                    SecretBytes.of(Base64.getDecoder().decode(parts[5])));
        }
    }
}
