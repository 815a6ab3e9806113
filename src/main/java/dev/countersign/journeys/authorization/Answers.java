package dev.countersign.journeys.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/// Where an app's answer goes, with what it says.
final class Answers {
    private final String issuer;

    Answers(String issuer) {
        this.issuer = issuer;
    }

    String code(AuthorizationRequest request, String code) {
        return with(request.redirectUri(), "code=" + encoded(code), request.state());
    }

    String error(AuthorizationRequest request, String error, String description) {
        return error(request.redirectUri(), error, description, request.state());
    }

    String error(String redirectUri, String error, String description, @Nullable String state) {
        return with(redirectUri, "error=" + error + "&error_description=" + encoded(description), state);
    }

    // RFC 9207 §2: "the authorization server MUST indicate its identity by including the iss parameter in the
    // response", so that an app that knows several servers does not mix them up.
    private String with(String redirectUri, String answer, @Nullable String state) {
        String kept = state == null ? "" : "&state=" + encoded(state);
        return redirectUri + joint(redirectUri) + answer + kept + "&iss=" + encoded(issuer);
    }

    private static String joint(String address) {
        if (!address.contains("?")) {
            return "?";
        }
        return address.endsWith("?") || address.endsWith("&") ? "" : "&";
    }

    private static String encoded(String text) {
        // A plus sign means a space in forms only; what is not a form reads %20 alone.
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
