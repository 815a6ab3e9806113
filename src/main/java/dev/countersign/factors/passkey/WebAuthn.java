package dev.countersign.factors.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.CollectedClientDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionAuthenticatorOutput;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.AttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.androidkey.AndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.apple.AppleAnonymousAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.TPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.u2f.FIDOU2FAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.NullCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import java.nio.ByteBuffer;
import java.security.cert.TrustAnchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What webauthn4j does for this room: it reads CBOR and checks signatures, attestations and certificates. It throws at
/// anything it does not like, and what it throws ends here.
final class WebAuthn {
    private static final Logger LOG = LoggerFactory.getLogger(WebAuthn.class);

    /// The kinds of key that are offered, the first preferred, and the only ones taken.
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();

    private static final int HASH = 32;
    private static final int HEAD = HASH + 1 + 4;

    private final RelyingParty party;
    private volatile @Nullable Library library;

    WebAuthn(RelyingParty party) {
        this.party = party;
    }

    /// webauthn4j, set up for the relying party.
    private record Library(
            WebAuthnManager manager,
            AttestedCredentialDataConverter attested,
            CollectedClientDataConverter clients,
            AuthenticationExtensionsAuthenticatorOutputs<AuthenticationExtensionAuthenticatorOutput> none,
            Set<Origin> origins) {}

    /// Set up by the first passkey, not by the start of the server, which it would make slower by a second.
    private Library library() {
        Library ready = library;
        if (ready == null) {
            ready = made(party);
            library = ready;
        }
        return ready;
    }

    private static Library made(RelyingParty party) {
        ObjectConverter converter = new ObjectConverter();
        boolean limited = party.models().limited();
        List<AttestationStatementVerifier> verifiers = new ArrayList<>(List.of(
                new PackedAttestationStatementVerifier(),
                new FIDOU2FAttestationStatementVerifier(),
                new TPMAttestationStatementVerifier(),
                new AndroidKeyAttestationStatementVerifier(),
                new AppleAnonymousAttestationStatementVerifier()));
        // Who has a list of models wants a maker's word for each: neither none nor the authenticator's own will do.
        if (!limited) {
            verifiers.add(new NoneAttestationStatementVerifier());
        }
        WebAuthnManager manager = new WebAuthnManager(
                verifiers,
                limited ? makers(party.models()) : new NullCertPathTrustworthinessVerifier(),
                new DefaultSelfAttestationTrustworthinessVerifier(!limited),
                converter);
        // The counter is judged by the one write that accepts a proof.
        manager.getAuthenticationDataVerifier().setMaliciousCounterValueHandler(_ -> {});
        return new Library(
                manager,
                new AttestedCredentialDataConverter(converter),
                new CollectedClientDataConverter(converter),
                new AuthenticationExtensionsAuthenticatorOutputs<>(),
                party.origins().stream().map(Origin::new).collect(Collectors.toUnmodifiableSet()));
    }

    private static CertPathTrustworthinessVerifier makers(RelyingParty.Models models) {
        Set<TrustAnchor> anchors = models.roots().stream()
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toUnmodifiableSet());
        return new DefaultCertPathTrustworthinessVerifier(new TrustAnchorRepository() {
            @Override
            public Set<TrustAnchor> find(AAGUID aaguid) {
                return anchors;
            }

            @Override
            public Set<TrustAnchor> find(byte[] certificateKeyIdentifier) {
                return anchors;
            }
        });
    }

    /// Empty when it cannot be read.
    Optional<RegistrationData> read(CredentialJson.Creation creation) {
        Library ready = library();
        try {
            RegistrationData data = ready.manager()
                    .parse(new RegistrationRequest(
                            Base64Url.decode(creation.attestationObject()),
                            Base64Url.decode(creation.client().json())));
            return whole(data) ? Optional.of(data) : Optional.empty();
        } catch (RuntimeException unreadable) {
            LOG.debug("A new passkey cannot be read: {}", unreadable.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static boolean whole(RegistrationData data) {
        return data.getAttestationObject() != null
                && data.getCollectedClientData() != null
                && data.getAttestationObject().getAuthenticatorData().getAttestedCredentialData() != null;
    }

    /// Empty when it cannot be read.
    Optional<AuthenticationData> read(CredentialJson.Assertion assertion) {
        Library ready = library();
        try {
            byte[] authenticator = Base64Url.decode(assertion.authenticatorData());
            AuthenticationData data = bare(authenticator)
                    ? readBare(ready, assertion, authenticator)
                    : ready.manager()
                            .parse(new AuthenticationRequest(
                                    Base64Url.decode(assertion.credentialId()),
                                    authenticator,
                                    Base64Url.decode(assertion.client().json()),
                                    Base64Url.decode(assertion.signature())));
            boolean whole = data.getAuthenticatorData() != null && data.getCollectedClientData() != null;
            return whole ? Optional.of(data) : Optional.empty();
        } catch (RuntimeException unreadable) {
            LOG.debug(
                    "A signature by passkey cannot be read: {}",
                    unreadable.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /// Whether there is nothing behind the counter, as nearly always.
    private static boolean bare(byte[] authenticator) {
        return authenticator.length == HEAD
                && !AuthenticatorData.checkFlagAT(authenticator[HASH])
                && !AuthenticatorData.checkFlagED(authenticator[HASH]);
    }

    // §6.1: rpIdHash 32 bytes, flags 1, signCount 4, "32-bit unsigned big-endian integer".
    /// webauthn4j would set up its readers of JSON and CBOR anew to say that there are no extensions, which costs as
    /// much
    /// as the rest of its reading.
    private static AuthenticationData readBare(
            Library ready, CredentialJson.Assertion assertion, byte[] authenticator) {
        byte[] client = Base64Url.decode(assertion.client().json());
        long count = Integer.toUnsignedLong(ByteBuffer.wrap(authenticator).getInt(HASH + 1));
        return new AuthenticationData(
                Base64Url.decode(assertion.credentialId()),
                null,
                new AuthenticatorData<>(Arrays.copyOf(authenticator, HASH), authenticator[HASH], count, ready.none()),
                authenticator,
                ready.clients().convert(client),
                client,
                null,
                Base64Url.decode(assertion.signature()));
    }

    // §7.1 step 12: "Let hash be the result of computing a hash over response.clientDataJSON using SHA-256."
    /// Whether what the authenticator says of itself holds, and everything else that webauthn4j checks.
    boolean holds(RegistrationData data, CredentialJson.Creation creation, PasskeyDemand demand) {
        Library ready = library();
        try {
            ready.manager()
                    .verify(
                            data,
                            new RegistrationParameters(
                                    server(creation.client()),
                                    PARAMETERS,
                                    demand.userVerification() == UserVerification.REQUIRED,
                                    true));
            return true;
        } catch (RuntimeException fault) {
            LOG.debug("A new passkey does not hold: {}", fault.getClass().getSimpleName());
            return false;
        }
    }

    // §7.2 step 20: "Let hash be the result of computing a hash over the cData using SHA-256."
    /// Whether the signature holds, and everything else that webauthn4j checks.
    boolean holds(AuthenticationData data, CredentialJson.Assertion assertion, NewPasskey stored, boolean verified) {
        Library ready = library();
        try {
            CredentialRecordImpl record = new CredentialRecordImpl(
                    new NoneAttestationStatement(),
                    stored.userVerified(),
                    stored.syncable(),
                    stored.synced(),
                    stored.signCount(),
                    StoredKey.of(stored),
                    null,
                    null,
                    null,
                    null);
            ready.manager()
                    .verify(
                            data,
                            new AuthenticationParameters(server(assertion.client()), record, null, verified, true));
            return true;
        } catch (RuntimeException fault) {
            LOG.debug(
                    "A signature by passkey does not hold: {}", fault.getClass().getSimpleName());
            return false;
        }
    }

    String attestedData(AttestedCredentialData data) {
        return Base64Url.encode(library().attested().convert(data));
    }

    private ServerProperty server(CredentialJson.ClientData client) {
        return ServerProperty.builder()
                .origins(library().origins())
                .rpId(party.id())
                .challenge(new DefaultChallenge(Base64Url.decode(client.challenge())))
                .build();
    }
}
