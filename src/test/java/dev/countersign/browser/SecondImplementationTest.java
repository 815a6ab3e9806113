package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.countersign.testing.RunningServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Others' implementation of WebAuthn on the wire: what our pages ask and our script answers, judged by its server
/// part; and our API, spoken to by its browser part.
@ExtendWith(Chromium.class)
class SecondImplementationTest {
    private static final JsonMapper JSON = new JsonMapper();

    /// What only one of the two has: ours asks nothing of extensions at sign-in, and names hints and credentials
    /// always.
    private static final List<String> OPTIONAL =
            List.of("hints", "extensions", "excludeCredentials", "allowCredentials");

    private static RunningServer server;
    private static Judge judge;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        judge = Judge.called();
    }

    @AfterAll
    static void stop() {
        judge.close();
        server.close();
    }

    private static Map<String, Object> asked(JsonNode answer, JsonNode options, boolean verified) {
        Map<String, Object> about = new HashMap<>();
        about.put("answer", answer);
        about.put("challenge", options.get("challenge"));
        about.put("origin", server.address());
        about.put("rpId", "localhost");
        about.put("verified", verified);
        return about;
    }

    @Test
    void answersOfOurScriptWhenJudgedThenHoldForThatQuestionAlone() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript(PasskeyWire.NO_AUTOFILL);
            VirtualKey.builtIn(window.page());
            Member.of(server).signUp(window);
            window.at("/setup").follow("Passkey").at("/setup/passkey");
            JsonNode creation = PasskeyWire.options(window);
            JsonNode made = PasskeyWire.sent(window, "/setup/passkey", () -> window.press("Create passkey"));
            JsonNode passkey = judge.ask("registration", asked(made, creation, true));
            assertThat(passkey.path("holds").asBoolean()).as("%s", passkey).isTrue();
            assertThat(passkey.path("id")).isEqualTo(made.get("id"));

            window.browser().clearCookies();
            window.open("/sign-in");
            JsonNode request = PasskeyWire.options(window);
            JsonNode signed = PasskeyWire.sent(
                    window,
                    "/sign-in/passkey",
                    () -> window.press("Sign in with a passkey").at(Member.SECURITY));
            Map<String, Object> about = asked(signed, request, true);
            about.put("id", passkey.get("id"));
            about.put("publicKey", passkey.get("publicKey"));
            about.put("counter", passkey.get("counter"));
            JsonNode said = judge.ask("assertion", about);
            assertThat(said.path("holds").asBoolean()).as("%s", said).isTrue();

            // It is no yes-man.
            about.put("challenge", creation.get("challenge"));
            assertThat(judge.ask("assertion", about).path("holds").asBoolean()).isFalse();
            about.put("challenge", request.get("challenge"));
            about.put("origin", "https://evil.example");
            assertThat(judge.ask("assertion", about).path("holds").asBoolean()).isFalse();
        }
    }

    @Test
    void optionsWhenComparedThenHaveTheOthersNamesAndTypes() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript(PasskeyWire.NO_AUTOFILL);
            VirtualKey.builtIn(window.page());
            Member member = Member.of(server).signUp(window);
            window.at("/setup").follow("Passkey").at("/setup/passkey");
            JsonNode creation = PasskeyWire.options(window);
            window.press("Create passkey");
            member.saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
            window.open("/settings/security/passkeys/new");
            alike(
                    PasskeyWire.options(window),
                    judge.ask(
                            "creation",
                            Map.of("rpId", "localhost", "rpName", "Countersign", "userName", member.email())));
            assertThat(creation.path("pubKeyCredParams").findValuesAsString("alg"))
                    .containsExactlyInAnyOrder("-7", "-8", "-257");
            assertThat(creation.path("attestation").asString()).isEqualTo("none");

            window.browser().clearCookies();
            member.signIn(window).at("/verify/passkey");
            alike(PasskeyWire.options(window), judge.ask("request", Map.of("rpId", "localhost")));
        }
    }

    @Test
    void apiWhenSpokenToByTheOthersBrowserPartThenMakesAPasskeyAndSignsIn() {
        try (Window window = Window.of(server)) {
            Page page = window.page();
            page.addInitScript(PasskeyWire.NO_AUTOFILL);
            VirtualKey.builtIn(page);
            Member member = Member.of(server).signUp(window);
            window.browser().clearCookies();
            window.open("/sign-in");
            page.evaluate(Judge.script() + "; globalThis.theirs = SimpleWebAuthnBrowser;");
            Object made = page.evaluate("""
                    async ({ email, password }) => {
                      const call = async (path, token, body) => (await fetch('/api/v1' + path, {
                        method: 'POST', body: JSON.stringify(body),
                        headers: { 'Content-Type': 'application/json', ...(token && { Authorization: 'Bearer ' + token }) },
                      })).json();
                      globalThis.call = call;
                      const session = (await call('/sign-in', null, { email, password })).session.token;
                      const asked = await call('/me/factors/passkey/options', session, {});
                      const credential = await theirs.startRegistration({ optionsJSON: asked.publicKey });
                      const added = await call('/me/factors/passkey', session, { id: asked.id, credential });
                      return JSON.stringify(added);
                    }""", Map.of("email", member.email(), "password", member.password()));
            assertThat(JSON.readTree(made.toString()).at("/session/acr").asString())
                    .as("%s", made)
                    .isEqualTo("phr");
            Object in = page.evaluate("""
                    async () => {
                      const asked = await call('/sign-in/passkey/options', null, {});
                      const credential = await theirs.startAuthentication({ optionsJSON: asked.publicKey });
                      return JSON.stringify(await call('/sign-in/passkey', null, { credential }));
                    }""");
            assertThat(JSON.readTree(in.toString()).path("status").asString())
                    .as("%s", in)
                    .isEqualTo("signed-in");
        }
    }

    /// Whether both have the same names, and under each the same type of value, down to the leaves.
    private static void alike(JsonNode ours, JsonNode theirs) {
        TreeSet<String> names = new TreeSet<>(ours.propertyNames());
        TreeSet<String> others = new TreeSet<>(theirs.propertyNames());
        OPTIONAL.forEach(name -> {
            names.remove(name);
            others.remove(name);
        });
        assertThat(names).isEqualTo(others);
        List<String> differing = new ArrayList<>();
        differences("", ours, theirs, differing);
        assertThat(differing).isEmpty();
    }

    private static void differences(String at, JsonNode ours, JsonNode theirs, List<String> differing) {
        if (ours.getNodeType() != theirs.getNodeType()) {
            differing.add(at + ": " + ours + " and " + theirs);
        } else if (ours.isObject()) {
            ours.propertyNames().stream()
                    .filter(theirs::has)
                    .forEach(name -> differences(at + "/" + name, ours.get(name), theirs.get(name), differing));
        } else if (ours.isArray() && !ours.isEmpty() && !theirs.isEmpty()) {
            differences(at + "/0", ours.get(0), theirs.get(0), differing);
        }
    }
}
