package dev.countersign.factors.passkey;

import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.authenticator.Curve;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.authenticator.EdDSACOSEKey;
import com.webauthn4j.data.attestation.authenticator.RSACOSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.cbor.CBORMapper;

/// The public key of an enrolled passkey, read from attested credential data (WebAuthn §6.5.1: model of 16 bytes,
/// length
/// of the id in 2, id, COSE key). webauthn4j wrote it and could read it, but makes its reader of keys anew each time,
/// which costs as much as checking a signature.
final class StoredKey {
    private static final CBORMapper CBOR = new CBORMapper();
    private static final TypeReference<Map<Integer, Object>> COSE = new TypeReference<>() {};
    private static final int ID = 16 + 2;

    // RFC 9052 §7.1 and RFC 9053 §7: the labels of a key.
    private static final int ALGORITHM = 3;
    private static final int CURVE_OR_MODULUS = -1;
    private static final int X_OR_EXPONENT = -2;
    private static final int Y = -3;

    private StoredKey() {}

    /// @throws RuntimeException when it is no key of a kind that is taken
    static AttestedCredentialData of(NewPasskey passkey) {
        byte[] data = Base64Url.decode(passkey.attestedData());
        byte[] id = Base64Url.decode(passkey.credentialId());
        if (!Arrays.equals(id, 0, id.length, data, ID, ID + id.length)) {
            throw new IllegalStateException("The data of another credential");
        }
        byte[] key = Arrays.copyOfRange(data, ID + id.length, data.length);
        return new AttestedCredentialData(new AAGUID(passkey.aaguid()), id, key(CBOR.readValue(key, COSE)));
    }

    private static COSEKey key(Map<Integer, Object> cose) {
        var algorithm = COSEAlgorithmIdentifier.create(number(cose, ALGORITHM));
        byte[] x = bytes(cose, X_OR_EXPONENT);
        if (algorithm.equals(COSEAlgorithmIdentifier.ES256)) {
            return new EC2COSEKey(null, algorithm, null, curve(cose), x, bytes(cose, Y));
        }
        if (algorithm.equals(COSEAlgorithmIdentifier.EdDSA)) {
            return new EdDSACOSEKey(null, algorithm, null, curve(cose), x, null);
        }
        if (algorithm.equals(COSEAlgorithmIdentifier.RS256)) {
            return new RSACOSEKey(null, algorithm, null, bytes(cose, CURVE_OR_MODULUS), x);
        }
        throw new IllegalStateException("A key of a kind that is not taken");
    }

    private static Curve curve(Map<Integer, Object> cose) {
        return Curve.create(number(cose, CURVE_OR_MODULUS));
    }

    private static int number(Map<Integer, Object> cose, int label) {
        return cose.get(label) instanceof Integer number ? number : 0;
    }

    private static byte[] bytes(Map<Integer, Object> cose, int label) {
        return cose.get(label) instanceof byte[] bytes ? bytes : new byte[0];
    }
}
