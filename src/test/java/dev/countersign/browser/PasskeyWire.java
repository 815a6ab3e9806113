package dev.countersign.browser;

import com.microsoft.playwright.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What pages ask an authenticator, and what their script sends back.
final class PasskeyWire {
    /// For a page whose virtual authenticator shall wait for a press.
    static final String NO_AUTOFILL = "PublicKeyCredential.isConditionalMediationAvailable = async () => false;";

    private static final JsonMapper JSON = new JsonMapper();

    private PasskeyWire() {}

    /// What the page asks.
    static JsonNode options(Window window) {
        return JSON.readTree(window.page().locator("form[data-passkey]").getAttribute("data-options"));
    }

    /// What the page's script sends to that path meanwhile.
    static JsonNode sent(Window window, String path, Runnable action) {
        Request request = window.page()
                .waitForRequest(it -> it.method().equals("POST") && it.url().endsWith(path), action);
        for (String pair : request.postData().split("&")) {
            if (pair.startsWith("credential=")) {
                return JSON.readTree(URLDecoder.decode(pair.substring("credential=".length()), StandardCharsets.UTF_8));
            }
        }
        throw new AssertionError("no credential in " + request.postData());
    }

    /// Sends that in the place of what an authenticator would answer to the page.
    static Window send(Window window, JsonNode credential) {
        return window.going(() -> window.page()
                .evaluate(
                        "credential => { const form = document.querySelector('form[data-passkey]');"
                                + " form.elements.credential.value = credential; form.submit(); }",
                        credential.toString()));
    }
}
