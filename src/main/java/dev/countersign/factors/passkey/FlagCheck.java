package dev.countersign.factors.passkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// The head of authenticator data: the steps on the relying party and the flags that §7.1 and §7.2 of WebAuthn share.
final class FlagCheck {
    private FlagCheck() {}

    static @Nullable PasskeyFault fault(AuthenticatorData<?> data, String rpId, boolean userVerification) {
        // §7.1 step 14, §7.2 step 15: "Verify that the rpIdHash in authData is the SHA-256 hash of the RP ID expected
        // by the Relying Party."
        if (!MessageDigest.isEqual(sha256(rpId), data.getRpIdHash())) {
            return PasskeyFault.RELYING_PARTY;
        }
        // §7.2 step 16: "Verify that the UP bit of the flags in authData is set." §7.1 step 15 the same, "if
        // options.mediation is not set to conditional", which is never asked for here.
        if (!data.isFlagUP()) {
            return PasskeyFault.USER_PRESENCE;
        }
        // §7.2 step 17: "If user verification was determined to be required, verify that the UV bit of the flags in
        // authData is set." §7.1 step 16 the same, "if the Relying Party requires user verification for this
        // registration".
        if (userVerification && !data.isFlagUV()) {
            return PasskeyFault.USER_VERIFICATION;
        }
        // §7.1 step 17, §7.2 step 18: "If the BE bit of the flags in authData is not set, verify that the BS bit is not
        // set."
        return data.isFlagBS() && !data.isFlagBE() ? PasskeyFault.BACKUP_FLAGS : null;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }
}
