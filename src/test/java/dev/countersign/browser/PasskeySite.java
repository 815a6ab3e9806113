package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.passkey.AddOutcome;
import dev.countersign.factors.passkey.AssertionOutcome;
import dev.countersign.factors.passkey.CreationOutcome;
import dev.countersign.factors.passkey.PasskeyDemand;
import dev.countersign.factors.passkey.PasskeyQuestion;
import dev.countersign.factors.passkey.PasskeyUser;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.factors.passkey.RelyingParty;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Objects;

/// A site with nothing but passkeys: the room behind it, and on its pages the script that the product ships, under the
/// product's content policy.
final class PasskeySite implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final PasskeyQuestion ENROL = PasskeyQuestion.enrol("e", "a");
    private static final PasskeyQuestion SIGN_IN = PasskeyQuestion.signIn("browser");
    private static final PasskeyQuestion SECOND = PasskeyQuestion.secondStep("c", "a");
    private static final String WORDS = """
             data-out="out" data-cancelled="You closed it." data-timed-out="Nobody came." data-unsupported="Not here." \
            data-duplicate="You have it." data-failed="It failed.\"""";

    final Passkeys passkeys;
    private final HttpServer server;

    PasskeySite(Db db) {
        new Accounts(db).add(new Account("a", "a@example.org", "Name", "en", "UTC", 0, false, NOW));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        passkeys = new Passkeys(
                db, new Tokens(), new Factors(db), RelyingParty.at(URI.create(address("localhost")), "Example"));
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    String address(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith(".js")) {
            try (InputStream script = Objects.requireNonNull(PasskeySite.class.getResourceAsStream("/assets" + path))) {
                send(exchange, "text/javascript", new String(script.readAllBytes(), UTF_8));
            }
        } else if (exchange.getRequestMethod().equals("POST")) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String credential = URLDecoder.decode(body.substring(body.indexOf('=') + 1), UTF_8);
            send(exchange, "text/html", page("<p id=\"result\">" + result(path, credential) + "</p>"));
        } else {
            send(exchange, "text/html", page(form(path)));
        }
    }

    private String form(String path) {
        return switch (path) {
            case "/create" ->
                form(
                        path,
                        "create",
                        "",
                        passkeys.creationOptions(
                                        ENROL, new PasskeyUser("a@example.org", "Ann"), PasskeyDemand.preferred(), NOW)
                                .json());
            case "/sign-in" ->
                form(
                        path,
                        "get",
                        "",
                        passkeys.requestOptions(SIGN_IN, PasskeyDemand.verified(), NOW)
                                .json());
            case "/autofill" ->
                form(
                        "/sign-in",
                        "get",
                        " data-conditional",
                        passkeys.requestOptions(SIGN_IN, PasskeyDemand.verified(), NOW)
                                .json());
            case "/second" ->
                form(
                        path,
                        "get",
                        "",
                        passkeys.requestOptions(SECOND, PasskeyDemand.preferred(), NOW)
                                .json());
            case "/removed" ->
                "<i data-passkey-accepted=\""
                        + attribute(passkeys.acceptedCredentials("a").json()) + "\"></i>";
            default -> "";
        };
    }

    private static String form(String action, String kind, String more, String options) {
        return "<form method=\"post\" action=\"" + action + "\" data-passkey=\"" + kind + "\"" + more + WORDS
                + " data-options=\"" + attribute(options) + "\"><input type=\"hidden\" name=\"credential\">"
                + "<input name=\"email\" form=\"none\" autocomplete=\"username webauthn\">"
                + "<button>Go</button></form><p id=\"out\" role=\"alert\" hidden></p>"
                + "<p data-passkey-js hidden>Passkeys work</p><p data-passkey-missing hidden>No passkeys here</p>"
                + "<p data-passkey-platform hidden>This device can</p>";
    }

    private String result(String path, String credential) {
        if (credential.isEmpty()) {
            return "No JavaScript";
        }
        return path.equals("/create")
                ? created(passkeys.checkCreation(ENROL, credential, PasskeyDemand.preferred(), NOW))
                : signed(passkeys.checkAssertion(
                        path.equals("/second") ? SECOND : SIGN_IN, credential, PasskeyDemand.preferred(), NOW));
    }

    private String created(CreationOutcome outcome) {
        if (outcome instanceof CreationOutcome.Proven(var made)
                && passkeys.add(made, made.suggestedName(), NOW) instanceof AddOutcome.Added(var passkey)) {
            return "Added " + passkey.transports() + " discoverable " + passkey.discoverable() + " verified "
                    + passkey.userVerified();
        }
        return outcome.toString();
    }

    private String signed(AssertionOutcome outcome) {
        return outcome instanceof AssertionOutcome.Proven(var proof)
                ? passkeys.accept(proof, NOW).getClass().getSimpleName() + " verified " + proof.userVerified()
                : outcome.getClass().getSimpleName();
    }

    private static String page(String body) {
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Passkeys</title>"
                + "<script src=\"/app.js\" defer></script><script src=\"/passkey.js\" defer></script>" + body;
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + ";charset=utf-8");
        exchange.getResponseHeaders()
                .set("Content-Security-Policy", "default-src 'none'; script-src 'self'; form-action 'self'");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
