package dev.countersign.people.gateway;

import java.net.URI;

/// An account at Vonage.
///
/// @param base of its interface: `https://rest.nexmo.com`
/// @param sender a number without `+`, or a name of up to 11 letters and digits
/// @param signatureSecret what receipts are signed with (method: SHA-256 HMAC); empty when they are not, and then
///     none is believed
/// @param publicBase what people and Vonage reach this server at; receipts go to `/callbacks/vonage` there
public record VonageSettings(
        URI base, String apiKey, String apiSecret, String sender, String signatureSecret, URI publicBase) {
    public VonageSettings {
        if (apiKey.isEmpty() || apiSecret.isEmpty() || sender.isEmpty()) {
            throw new IllegalArgumentException("apiKey, apiSecret and sender must not be empty");
        }
    }

    @Override
    public String toString() {
        return "VonageSettings[" + base + ", apiSecret=***, signatureSecret=***]";
    }
}
