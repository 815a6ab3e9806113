package dev.countersign.journeys.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.ClientTerms;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signed statements for apps: who signed in and how (OpenID Connect Core §2), and that a session has ended.
public final class IdTokens {
    /// How long an ID token may be accepted.
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final Duration LOGOUT_LIFE = Duration.ofMinutes(2);
    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final SigningKeys keys;
    private final String issuer;
    private final InstantSource clock;

    IdTokens(SigningKeys keys, String issuer, InstantSource clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
    }

    /// What an ID token of ours, perhaps an old one, says of whom and for whom.
    public record Hint(
            String accountId, String clientId, @Nullable String sessionId) {}

    /// An ID token for what was issued.
    public String of(Issued issued) {
        Holding holding = issued.holding();
        Grant grant = holding.grant();
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(grant.accountId())
                .audience(grant.clientId())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("auth_time", holding.authTime().getEpochSecond())
                .claim("acr", holding.acr())
                .claim("amr", holding.amr())
                .claim("sid", grant.sessionId())
                .claim("at_hash", half(issued.access().text()));
        if (grant.nonce() != null) {
            claims.claim("nonce", grant.nonce());
        }
        holding.claims(issued.scopes()).forEach(claims::claim);
        return signed(holding.client(), "JWT", claims.build(), now);
    }

    /// That the session is over (OpenID Connect Back-Channel Logout §2.4).
    String logout(Client client, String accountId, String sessionId, String id) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(accountId)
                .audience(client.id())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LOGOUT_LIFE)))
                .jwtID(id)
                .claim("sid", sessionId)
                .claim("events", Map.of(LOGOUT_EVENT, Map.of()))
                .build();
        return signed(client, "logout+jwt", claims, now);
    }

    private String signed(Client client, String type, JWTClaimsSet claims, Instant now) {
        ClientTerms.Algorithm algorithm = client.terms().algorithm();
        JWK key = keys.signing(algorithm, now);
        JWSHeader header = new JWSHeader.Builder(SigningKeys.signature(algorithm))
                .type(new JOSEObjectType(type))
                .keyID(key.getKeyID())
                .build();
        try {
            JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm());
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("Nothing can be signed by " + algorithm, e);
        }
    }

    /// Reads an ID token that was issued here; that it has run out does not matter for a hint.
    public Optional<Hint> read(String text) {
        try {
            SignedJWT jwt = parsed(text);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            List<String> audience = claims.getAudience();
            boolean ours = signedHere(jwt) && issuer.equals(claims.getIssuer()) && audience.size() == 1;
            String subject = claims.getSubject();
            // A logout token is no ID token, though the same keys sign it.
            boolean idToken = claims.getClaim("auth_time") != null && claims.getClaim("events") == null;
            return ours && idToken && subject != null
                    ? Optional.of(new Hint(subject, audience.getFirst(), claims.getStringClaim("sid")))
                    : Optional.empty();
        } catch (ParseException | JOSEException none) {
            return Optional.empty();
        }
    }

    private static SignedJWT parsed(String text) throws ParseException {
        try {
            return SignedJWT.parse(text);
        } catch (NullPointerException header) {
            // The library does not look whether a header is the JSON word null.
            throw new ParseException("a header that is null", 0);
        }
    }

    private boolean signedHere(SignedJWT jwt) throws JOSEException {
        Optional<JWK> key = keys.byId(jwt.getHeader().getKeyID(), clock.instant());
        // The algorithm is the key's own, never the token's choice.
        if (key.isEmpty() || !jwt.getHeader().getAlgorithm().equals(key.get().getAlgorithm())) {
            return false;
        }
        JWSVerifier verifier = new DefaultJWSVerifierFactory()
                .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key.get()).toPublicKey());
        return jwt.verify(verifier);
    }

    // OpenID Connect Core §3.1.3.6: "the left-most half of the hash of the octets of the ASCII representation of the
    // access_token value"
    private static String half(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64URL.encode(Arrays.copyOf(hash, hash.length / 2)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }
}
