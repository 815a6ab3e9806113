package dev.countersign.people.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a message as Standard Webhooks has it.
final class StandardSignature {
    private StandardSignature() {}

    // Standard Webhooks, "Signature scheme": "The content to sign is composed of the webhook's id, timestamp and
    // payload, separated by full-stops", HMAC-SHA256, in base64, after "v1,".
    static String of(byte[] secret, String messageId, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((messageId + "." + at.getEpochSecond() + ".").getBytes(US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
