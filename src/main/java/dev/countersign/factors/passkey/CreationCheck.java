package dev.countersign.factors.passkey;

import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import dev.countersign.factors.passkey.CreationOutcome.Malformed;
import dev.countersign.factors.passkey.CreationOutcome.Proven;
import dev.countersign.factors.passkey.CreationOutcome.Refused;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether a new passkey is good: WebAuthn §7.1, "Registering a New Credential". Its challenge (step 8) has been spent
/// before; that its id is nobody's (step 26) is seen when it is added. Slow, and touches no table.
final class CreationCheck {
    /// Below it, RSA keys are not taken.
    private static final int LEAST_RSA_BITS = 2_048;

    private final RelyingParty party;
    private final WebAuthn webAuthn;

    CreationCheck(RelyingParty party, WebAuthn webAuthn) {
        this.party = party;
        this.webAuthn = webAuthn;
    }

    CreationOutcome check(String accountId, CredentialJson.Creation creation, PasskeyDemand demand) {
        // Step 7: "Verify that the value of C.type is webauthn.create."
        PasskeyFault client = new ClientCheck(party).fault(creation.client(), "webauthn.create");
        if (client != null) {
            return new Refused(client);
        }
        // Step 13: "Perform CBOR decoding on the attestationObject field".
        Optional<RegistrationData> read = webAuthn.read(creation);
        if (read.isEmpty()) {
            return new Malformed();
        }
        RegistrationData data = read.get();
        AuthenticatorData<?> authenticator =
                Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData attested = Objects.requireNonNull(authenticator.getAttestedCredentialData());
        if (!Base64Url.encode(attested.getCredentialId()).equals(creation.credentialId())) {
            return new Malformed();
        }
        PasskeyFault flags =
                FlagCheck.fault(authenticator, party.id(), demand.userVerification() == UserVerification.REQUIRED);
        if (flags != null) {
            return new Refused(flags);
        }
        PasskeyFault own = ownFault(authenticator, attested, demand);
        if (own != null) {
            return new Refused(own);
        }
        // Steps 21 to 24: "Determine the attestation statement format", "Verify that attStmt is a correct attestation
        // statement" and "Assess the attestation trustworthiness".
        if (!webAuthn.holds(data, creation, demand)) {
            return new Refused(PasskeyFault.ATTESTATION);
        }
        return new Proven(passkey(accountId, creation, authenticator, attested));
    }

    private @Nullable PasskeyFault ownFault(
            AuthenticatorData<?> authenticator, AttestedCredentialData attested, PasskeyDemand demand) {
        // Step 18: "If the Relying Party uses the credential's backup eligibility to inform its user experience flows
        // and/or policies, evaluate the BE bit".
        if (demand.deviceBound() && authenticator.isFlagBE()) {
            return PasskeyFault.DEVICE_BOUND;
        }
        // Step 20: "Verify that the "alg" parameter in the credential public key in authData matches the alg attribute
        // of one of the items in pkOptions.pubKeyCredParams."
        if (!isOneOfOurs(attested.getCOSEKey())) {
            return PasskeyFault.ALGORITHM;
        }
        boolean listed = party.models().allowed().contains(model(attested));
        return party.models().limited() && !listed ? PasskeyFault.MODEL : null;
    }

    // §5.8.5: "Keys with algorithm -7 (ES256) MUST specify 1 (P-256) as the crv parameter", and those with -8 (EdDSA)
    // 6 (Ed25519). A key that is no point of its curve has no public key.
    private static boolean isOneOfOurs(COSEKey key) {
        var algorithm = key.getAlgorithm();
        if (algorithm == null || !WebAuthn.ALGORITHMS.contains(algorithm)) {
            return false;
        }
        return switch (publicKey(key)) {
            case ECPublicKey ec ->
                algorithm.getValue() == -7
                        && ec.getParams().getCurve().getField().getFieldSize() == 256;
            case EdECPublicKey ed ->
                algorithm.getValue() == -8 && ed.getParams().getName().equals("Ed25519");
            case RSAPublicKey rsa ->
                algorithm.getValue() == -257 && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
            case null, default -> false;
        };
    }

    private static @Nullable PublicKey publicKey(COSEKey key) {
        try {
            return key.getPublicKey();
        } catch (RuntimeException notAKey) {
            return null;
        }
    }

    private static UUID model(AttestedCredentialData attested) {
        UUID value = attested.getAaguid().getValue();
        return value == null ? new UUID(0, 0) : value;
    }

    // Step 19: "If the Relying Party uses the credential's backup state": it is kept, for the person to see.
    // Step 27: "Let credentialRecord be a new credential record with the following contents". Step 29, "store
    // credentialRecord in the user account that was denoted in pkOptions.user", is when it is added.
    private NewPasskey passkey(
            String accountId,
            CredentialJson.Creation creation,
            AuthenticatorData<?> authenticator,
            AttestedCredentialData attested) {
        return new NewPasskey(
                accountId,
                creation.credentialId(),
                webAuthn.attestedData(attested),
                model(attested),
                creation.transports(),
                authenticator.getSignCount(),
                authenticator.isFlagBE(),
                authenticator.isFlagBS(),
                authenticator.isFlagUV(),
                creation.discoverable(),
                ModelNames.suggested(model(attested), creation.transports(), authenticator.isFlagBE()));
    }
}
