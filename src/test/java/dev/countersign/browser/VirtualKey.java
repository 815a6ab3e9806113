package dev.countersign.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/// An authenticator of Chromium's own, plugged into one tab over the DevTools protocol, which answers prompts by
/// itself.
final class VirtualKey {
    private final CDPSession session;
    private final String id;

    private VirtualKey(CDPSession session, String id) {
        this.session = session;
        this.id = id;
    }

    /// One that is built in, finds its credentials by itself, and verifies the person.
    static VirtualKey builtIn(Page page) {
        return plug(page, "internal", true);
    }

    /// One on a cable, that holds no credential by itself and verifies nobody.
    static VirtualKey carried(Page page) {
        return plug(page, "usb", false);
    }

    private static VirtualKey plug(Page page, String transport, boolean able) {
        CDPSession session = page.context().newCDPSession(page);
        JsonObject enable = new JsonObject();
        enable.addProperty("enableUI", false);
        session.send("WebAuthn.enable", enable);
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", transport);
        options.addProperty("hasResidentKey", able);
        options.addProperty("hasUserVerification", able);
        options.addProperty("isUserVerified", able);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject add = new JsonObject();
        add.add("options", options);
        String id = session.send("WebAuthn.addVirtualAuthenticator", add)
                .get("authenticatorId")
                .getAsString();
        return new VirtualKey(session, id);
    }

    /// Whether the person is who the key knows, from now on.
    void verifies(boolean verified) {
        JsonObject change = of();
        change.addProperty("isUserVerified", verified);
        session.send("WebAuthn.setUserVerified", change);
    }

    /// Whether somebody touches it, from now on.
    void touched(boolean touched) {
        JsonObject change = of();
        change.addProperty("enabled", touched);
        session.send("WebAuthn.setAutomaticPresenceSimulation", change);
    }

    /// How many credentials it holds.
    int credentials() {
        return all().size();
    }

    /// The one credential it holds, private key and counter included.
    JsonObject taken() {
        JsonArray all = all();
        if (all.size() != 1) {
            throw new IllegalStateException("it holds " + all.size());
        }
        return all.get(0).getAsJsonObject();
    }

    /// Holds that credential alone from now on.
    void hold(JsonObject credential) {
        session.send("WebAuthn.clearCredentials", of());
        JsonObject given = of();
        given.add("credential", credential);
        session.send("WebAuthn.addCredential", given);
    }

    private JsonArray all() {
        return session.send("WebAuthn.getCredentials", of()).getAsJsonArray("credentials");
    }

    private JsonObject of() {
        JsonObject one = new JsonObject();
        one.addProperty("authenticatorId", id);
        return one;
    }
}
