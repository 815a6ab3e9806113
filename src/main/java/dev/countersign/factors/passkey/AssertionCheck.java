package dev.countersign.factors.passkey;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import dev.countersign.factors.passkey.AssertionOutcome.Malformed;
import dev.countersign.factors.passkey.AssertionOutcome.Proven;
import dev.countersign.factors.passkey.AssertionOutcome.Refused;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a signature by an enrolled passkey is good: WebAuthn §7.2, "Verifying an Authentication Assertion". Its
/// challenge (step 11) has been spent before, and whose passkey it is (step 6) is known; the counter (step 22) is
/// judged when the proof is accepted. Slow, and touches no table.
final class AssertionCheck {
    private final RelyingParty party;
    private final WebAuthn webAuthn;

    AssertionCheck(RelyingParty party, WebAuthn webAuthn) {
        this.party = party;
        this.webAuthn = webAuthn;
    }

    AssertionOutcome check(CredentialJson.Assertion assertion, PasskeyStore.Row stored, boolean verificationNeeded) {
        PasskeyFault client = new ClientCheck(party).fault(assertion.client(), "webauthn.get");
        if (client != null) {
            return refused(client, stored);
        }
        Optional<AuthenticationData> read = webAuthn.read(assertion);
        if (read.isEmpty()) {
            return new Malformed();
        }
        AuthenticatorData<?> data = Objects.requireNonNull(read.get().getAuthenticatorData());
        PasskeyFault flags = flagFault(data, stored.passkey(), verificationNeeded);
        if (flags != null) {
            return refused(flags, stored);
        }
        // Step 21: "Using credentialRecord.publicKey, verify that sig is a valid signature over the binary
        // concatenation of authData and hash."
        if (!webAuthn.holds(read.get(), assertion, stored.passkey(), verificationNeeded)) {
            return refused(PasskeyFault.SIGNATURE, stored);
        }
        return new Proven(new PasskeyProof(
                stored.passkey().accountId(),
                stored.factorId(),
                data.isFlagUV(),
                !data.isFlagBE(),
                data.isFlagBS(),
                data.getSignCount()));
    }

    private @Nullable PasskeyFault flagFault(AuthenticatorData<?> data, NewPasskey stored, boolean verificationNeeded) {
        PasskeyFault flags = FlagCheck.fault(data, party.id(), verificationNeeded);
        if (flags != null) {
            return flags;
        }
        // Step 19: "If credentialRecord.backupEligible is set, verify that currentBe is set. If
        // credentialRecord.backupEligible is not set, verify that currentBe is not set."
        return data.isFlagBE() == stored.syncable() ? null : PasskeyFault.BACKUP_FLAGS;
    }

    private static AssertionOutcome refused(PasskeyFault fault, PasskeyStore.Row stored) {
        return new Refused(fault, stored.passkey().accountId(), stored.factorId());
    }
}
