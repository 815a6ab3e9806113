package dev.countersign.micro;

import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Codes, sealed secrets, tokens and ids.
@State(Scope.Thread)
public class SecretPieces {
    private static final Place PLACE =
            new Place("totp", "secret", "0197a9a0-0000-7000-8000-000000000001/0197a9a0-0000-7000-8000-000000000002");
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

    private final byte[] secret = new byte[20];
    private final SecretBox box = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private final byte[] sealed = box.seal(PLACE, secret);
    private final Tokens tokens = new Tokens();
    private final String token = tokens.newToken(Token.Kind.SESSION).text();
    private long step = Totp.step(NOW);

    @Benchmark
    public String totpCode() {
        return Totp.code(secret, step++);
    }

    @Benchmark
    public byte[] seal() {
        return box.seal(PLACE, secret);
    }

    @Benchmark
    public byte[] open() {
        return box.open(PLACE, sealed);
    }

    @Benchmark
    public String keyedHash() {
        return box.keyedHash("email", "robin@example.com");
    }

    @Benchmark
    public Token newToken() {
        return tokens.newToken(Token.Kind.SESSION);
    }

    @Benchmark
    public String tokenHash() {
        return Token.hash(token);
    }

    @Benchmark
    public String newId() {
        return tokens.newId(NOW);
    }
}
