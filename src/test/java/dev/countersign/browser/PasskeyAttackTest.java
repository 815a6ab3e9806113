package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.factors.passkey.AddOutcome;
import dev.countersign.factors.passkey.CreationOutcome;
import dev.countersign.factors.passkey.PasskeyDemand;
import dev.countersign.factors.passkey.PasskeyQuestion;
import dev.countersign.factors.passkey.PasskeyUser;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.testing.RunningServer;
import dev.countersign.testing.SoftKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What somebody tries with passkeys who has a browser, an authenticator that does as it is told, or a copy of
/// another's.
@ExtendWith(Chromium.class)
class PasskeyAttackTest {
    private static final String PASSKEYS = "/settings/security/passkeys";
    private static final String NOT_HERE = "That passkey does not open an account here";

    /// Asks the authenticator of the page that it is run on.
    private static final String SIGN = """
            async options => JSON.stringify((await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) })).toJSON())""";

    private static RunningServer server;
    private static Holder ada;
    private static Holder eve;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        ada = Holder.anew();
        eve = Holder.anew();
    }

    @BeforeEach
    void signOut() {
        ada.window().browser().clearCookies();
        eve.window().browser().clearCookies();
    }

    @AfterAll
    static void stop() {
        ada.close();
        eve.close();
        server.close();
    }

    /// A member with a passkey, and their browser.
    private record Holder(Window window, VirtualKey key, Member member) implements AutoCloseable {
        static Holder anew() {
            Window window = Window.of(server);
            window.page().addInitScript(PasskeyWire.NO_AUTOFILL);
            VirtualKey key = VirtualKey.builtIn(window.page());
            Member member = Member.of(server).signUp(window);
            window.at("/setup").follow("Passkey").at("/setup/passkey").press("Create passkey");
            member.saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
            window.at("/setup/done").follow("Continue");
            return new Holder(window, key, member);
        }

        JsonNode signsIn() {
            window.open("/sign-in");
            return PasskeyWire.sent(window, "/sign-in/passkey", () -> window.press("Sign in with a passkey"));
        }

        @Override
        public void close() {
            window.close();
        }
    }

    @Test
    void answerWhenSentAgainThenSignsNobodyIn() {
        try (Window thief = Window.of(server)) {
            JsonNode answer = ada.signsIn();
            ada.window().at(Member.SECURITY);
            PasskeyWire.send(ada.window().open("/sign-in"), answer).says("That took too long. Try again.");
            PasskeyWire.send(thief.open("/sign-in"), answer).says("That took too long. Try again.");
            assertThat(thief.status()).isEqualTo(422);
            thief.open(Member.SECURITY).at("/sign-in");
        }
    }

    @Test
    void answerWhenAskedInAnotherBrowserThenSignsNobodyIn() {
        try (Window victim = Window.of(server)) {
            // Eve signs what the victim's page was asked, and what her own was: to neither browser it is worth the
            // other's.
            String asked = PasskeyWire.options(victim.open("/sign-in")).toString();
            eve.window().open("/sign-in");
            String own = PasskeyWire.options(eve.window()).toString();
            JsonNode theirs = new JsonMapper()
                    .readTree(eve.window().page().evaluate(SIGN, asked).toString());
            JsonNode hers = new JsonMapper()
                    .readTree(eve.window().page().evaluate(SIGN, own).toString());
            PasskeyWire.send(eve.window(), theirs).says("That took too long. Try again.");
            PasskeyWire.send(victim, hers).says("That took too long. Try again.");
            victim.open(Member.SECURITY).at("/sign-in");
            PasskeyWire.send(eve.window().open("/sign-in"), hers).at(Member.SECURITY);
        }
    }

    @Test
    void answerWhenForAnothersChallengeOrByAnothersPasskeyThenIsNoSecondStep() {
        ada.member().signIn(ada.window()).at("/verify/passkey");
        eve.member().signIn(eve.window()).at("/verify/passkey");

        // Eve's own answer to her own challenge, sent to Ada's.
        String asked = PasskeyWire.options(eve.window()).toString();
        JsonNode own = new JsonMapper()
                .readTree(eve.window().page().evaluate(SIGN, asked).toString());
        PasskeyWire.send(ada.window(), own).says("That took too long. Try again.");

        // Ada's challenge, answered by Eve's passkey.
        ObjectNode adas = (ObjectNode) PasskeyWire.options(ada.window());
        adas.putArray("allowCredentials");
        JsonNode others = new JsonMapper()
                .readTree(eve.window().page().evaluate(SIGN, adas.toString()).toString());
        PasskeyWire.send(ada.window(), others).says("That passkey was not accepted.");
        ada.window().open(Member.SECURITY).at("/sign-in");
    }

    @Test
    void passkeyWhenItNamesAnotherAccountThenOpensNeither() {
        JsonObject own = eve.key().taken();
        JsonObject lying = own.deepCopy();
        lying.add("userHandle", ada.key().taken().get("userHandle"));
        eve.key().hold(lying);
        eve.window().open("/sign-in").press("Sign in with a passkey").says(NOT_HERE);
        eve.window().open(Member.SECURITY).at("/sign-in");
        eve.key().hold(own);
    }

    @Test
    void passkeyWhenItsCounterGoesBackThenIsRefusedAloneAndAfterThePassword() {
        ada.signsIn();
        ada.window().at(Member.SECURITY).browser().clearCookies();
        JsonObject own = ada.key().taken();
        JsonObject copy = own.deepCopy();
        copy.addProperty("signCount", 0);

        ada.key().hold(copy);
        ada.window().open("/sign-in").press("Sign in with a passkey").says(NOT_HERE);
        ada.key().hold(copy);
        ada.member().signIn(ada.window()).at("/verify/passkey").press("Use passkey");
        ada.window().at("/verify/passkey").says("That passkey was not accepted.");
        ada.key().hold(own);
    }

    @Test
    void pageWhenOfAnotherOriginThenItsAnswersOpenNothing() throws IOException {
        HttpServer fake = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        fake.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        fake.start();
        try (Window thief = Window.of(server)) {
            // The same domain on another port: the browser signs there, and says where it was.
            String asked = PasskeyWire.options(thief.open("/sign-in")).toString();
            Page page = ada.window().page();
            page.navigate("http://localhost:" + fake.getAddress().getPort() + "/");
            JsonNode lured =
                    new JsonMapper().readTree(page.evaluate(SIGN, asked).toString());
            PasskeyWire.send(thief, lured).says(NOT_HERE);
            thief.open(Member.SECURITY).at("/sign-in");

            // Another domain: the browser does not sign at all.
            page.navigate("http://127.0.0.1:" + fake.getAddress().getPort() + "/");
            Object refused = page.evaluate(
                    "async options => { try { await (" + SIGN
                            + ")(options); return 'signed'; } catch (e) { return e.name; } }",
                    asked);
            assertThat(refused).isEqualTo("SecurityError");
        } finally {
            fake.stop(0);
        }
    }

    @Test
    void eleventhPasskeyWhenAskedForThenIsNotMade() {
        Window window = ada.window();
        ada.signsIn();
        window.at(Member.SECURITY);
        more(ada.member(), 8);
        window.open(PASSKEYS).follow("Add a passkey").at("/setup/passkey");
        JsonNode early = PasskeyWire.options(window);
        assertThat(early.get("excludeCredentials")).hasSize(9);
        more(ada.member(), 1);

        // A page that was opened before the tenth.
        SoftKey key = SoftKey.es256(server.address());
        PasskeyWire.send(window, new JsonMapper().readTree(key.create(early.toString())));
        window.at(PASSKEYS)
                .says("You have as many passkeys as an account may have")
                .saysNot("Add a passkey");
        window.open(PASSKEYS + "/new").at(PASSKEYS);
        assertThat(server.bean(Passkeys.class).list(ada.member().id())).hasSize(10);
    }

    /// Gives them that many more, which end no session.
    private static void more(Member member, int count) {
        Passkeys passkeys = server.bean(Passkeys.class);
        Instant now = server.clock().instant();
        for (int i = 0; i < count; i++) {
            PasskeyQuestion question = PasskeyQuestion.enrol("e", member.id());
            PasskeyDemand demand = PasskeyDemand.preferred();
            String asked = passkeys.creationOptions(question, new PasskeyUser("a", "A"), demand, now)
                    .json();
            String made = SoftKey.es256(server.address()).create(asked);
            if (!(passkeys.checkCreation(question, made, demand, now) instanceof CreationOutcome.Proven(var proven))
                    || !(passkeys.add(proven, "Key", now) instanceof AddOutcome.Added)) {
                throw new AssertionError("no passkey was made");
            }
        }
    }
}
