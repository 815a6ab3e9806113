package dev.countersign.factors.passkey;

import org.jspecify.annotations.Nullable;

/// Where a browser's answer was made: the steps on client data that §7.1 and §7.2 of WebAuthn share. The challenge has
/// been spent before.
record ClientCheck(RelyingParty party) {
    @Nullable
    PasskeyFault fault(CredentialJson.ClientData client, String type) {
        // §7.1 step 7, §7.2 step 10: "Verify that the value of C.type is" …
        if (!client.type().equals(type)) {
            return PasskeyFault.TYPE;
        }
        // §7.1 step 9, §7.2 step 12: "Verify that the value of C.origin is an origin expected by the Relying Party."
        if (!party.origins().contains(client.origin())) {
            return PasskeyFault.ORIGIN;
        }
        // §7.1 steps 10 and 11, §7.2 steps 13 and 14: "If C.crossOrigin is present and set to true, verify that the
        // Relying Party expects" it: never, since our pages cannot be framed. Nor is there a topOrigin then.
        return client.crossOrigin() ? PasskeyFault.CROSS_ORIGIN : null;
    }
}
