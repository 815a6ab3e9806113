package dev.countersign.people.gateway;

import java.net.URI;

/// An account at Twilio.
///
/// @param base of its interface: `https://api.twilio.com`
/// @param sender a number in E.164 form, a name, or the SID of a messaging service (`MG…`)
/// @param publicBase what people and Twilio reach this server at; receipts go to `/callbacks/twilio` there
public record TwilioSettings(URI base, String accountSid, String authToken, String sender, URI publicBase) {
    public TwilioSettings {
        if (!accountSid.matches("AC[0-9A-Za-z]+")) {
            throw new IllegalArgumentException("accountSid does not begin with AC");
        }
        if (authToken.isEmpty()) {
            throw new IllegalArgumentException("authToken is empty");
        }
    }

    /// Where receipts are sent, which is also what they are signed over.
    String receiptUrl() {
        return Urls.under(publicBase, "/callbacks/twilio").toString();
    }

    @Override
    public String toString() {
        return "TwilioSettings[" + base + ", authToken=***]";
    }
}
