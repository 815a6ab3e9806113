package dev.countersign.journeys.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.client.ClientTerms;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The keys that sign what apps are given: one at a time for each algorithm, made when first needed. The next one is
/// published a day before it signs, so that whoever keeps a copy of the set knows it by then, and the one before
/// stays published for as long as anything it signed is looked at.
public final class SigningKeys {
    /// How long a key signs.
    public static final Duration SIGNS = Duration.ofDays(90);
    /// How long before it signs a key is published.
    public static final Duration AHEAD = Duration.ofDays(1);
    /// How long after its last signature a key is published: an ID token stands in as a hint after it ran out.
    public static final Duration AFTER = Duration.ofDays(30);

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int RSA_BITS = 3072;

    private final Db db;
    private final SecretBox box;
    private final Tokens tokens;
    private final SigningKeyStore store;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Known known;

    SigningKeys(Db db, SecretBox box, Tokens tokens) {
        this.db = db;
        this.box = box;
        this.tokens = tokens;
        this.store = new SigningKeyStore(db);
    }

    private record Key(JWK jwk, String algorithm, long generation, Instant signsFrom, Instant expiresAt) {}

    private record Known(List<Key> keys, Instant at) {}

    /// The set that apps read, without what is private (RFC 7517 §5). The first key is made for it.
    public String publicSet(Instant now) {
        signing(ClientTerms.Algorithm.ES256, now);
        return new JWKSet(keys(now).stream().map(Key::jwk).toList()).toString(true);
    }

    /// The key that signs by that algorithm now.
    JWK signing(ClientTerms.Algorithm algorithm, Instant now) {
        Optional<Key> newest = newest(algorithm, now, false);
        boolean due = newest.isEmpty()
                || !newest.get().signsFrom().plus(SIGNS).minus(AHEAD).isAfter(now);
        if (due) {
            makeNext(algorithm, now);
        }
        return newest(algorithm, now, true)
                .orElseThrow(() -> new IllegalStateException("No key signs by " + algorithm))
                .jwk();
    }

    private Optional<Key> newest(ClientTerms.Algorithm algorithm, Instant now, boolean signing) {
        return keys(now).stream()
                .filter(key -> key.algorithm().equals(algorithm.word()))
                .filter(key -> !signing || !key.signsFrom().isAfter(now))
                .max(Comparator.comparingLong(Key::generation));
    }

    /// The key of that id, while it is published.
    Optional<JWK> byId(@Nullable String id, Instant now) {
        return keys(now).stream()
                .map(Key::jwk)
                .filter(jwk -> jwk.getKeyID().equals(id))
                .findFirst();
    }

    private List<Key> keys(Instant now) {
        Known seen = known;
        if (seen == null || !seen.at().plus(FRESH).isAfter(now) || seen.at().isAfter(now)) {
            seen = new Known(db.read(() -> store.all(now, this::opened)), now);
            known = seen;
        }
        return seen.keys();
    }

    private Key opened(SigningKeyStore.Row row, byte[] sealed) {
        byte[] json = box.open(place(row.id()), sealed);
        try {
            JWK jwk = JWK.parse(new String(json, StandardCharsets.UTF_8));
            return new Key(jwk, row.algorithm(), row.generation(), row.signsFrom(), row.expiresAt());
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + row.id() + " is no JWK", e);
        }
    }

    // One thread makes a key, since that takes long; of two nodes that do, one comes too late and uses the other's.
    private void makeNext(ClientTerms.Algorithm algorithm, Instant now) {
        making.lock();
        try {
            known = null;
            Optional<Key> newest = newest(algorithm, now, false);
            if (newest.isPresent()
                    && newest.get().signsFrom().plus(SIGNS).minus(AHEAD).isAfter(now)) {
                return;
            }
            String id = tokens.newId(now);
            Instant handOver = newest.map(key -> key.signsFrom().plus(SIGNS)).orElse(now);
            // A server that slept through the change makes it now; whoever copied the set reads it again.
            Instant from = handOver.isBefore(now) ? now : handOver;
            byte[] sealed =
                    box.seal(place(id), make(algorithm, id).toJSONString().getBytes(StandardCharsets.UTF_8));
            SigningKeyStore.Row row = new SigningKeyStore.Row(
                    id,
                    algorithm.word(),
                    newest.map(Key::generation).orElseGet(() -> db.read(() -> store.lastExpired(algorithm.word(), now)))
                            + 1,
                    from,
                    from.plus(SIGNS).plus(AFTER));
            db.inTransaction(() -> store.insert(row, sealed));
            known = null;
        } finally {
            making.unlock();
        }
    }

    private static JWK make(ClientTerms.Algorithm algorithm, String id) {
        JWKGenerator<? extends JWK> generator = algorithm == ClientTerms.Algorithm.ES256
                ? new ECKeyGenerator(Curve.P_256)
                : new RSAKeyGenerator(RSA_BITS);
        try {
            return generator
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(signature(algorithm))
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("No key can be made for " + algorithm, e);
        }
    }

    static JWSAlgorithm signature(ClientTerms.Algorithm algorithm) {
        return JWSAlgorithm.parse(algorithm.word());
    }

    private static Place place(String id) {
        return new Place("signing_key", "sealed", id);
    }
}
