package dev.countersign.factors.totp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The link that an authenticator app takes a secret from (the Key URI Format that Google Authenticator began).
public final class OtpauthUri {
    private OtpauthUri() {}

    /// The link. The issuer stands in the label and as a parameter, equal and without a colon; SHA-1, 6 digits and
    /// 30 s are spelled out because some apps want them and others know nothing else.
    public static String of(String issuer, String account, String base32Secret) {
        String name = encode(issuer.replace(":", ""));
        return "otpauth://totp/" + name + ":" + encode(account.replace(":", "")) + "?secret=" + base32Secret
                + "&issuer=" + name + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP_SECONDS;
    }

    private static String encode(String text) {
        // Several apps show "+" as it is.
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }
}
