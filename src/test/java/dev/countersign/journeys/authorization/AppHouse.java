package dev.countersign.journeys.authorization;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;

import dev.countersign.ground.store.Db;
import dev.countersign.journeys.authorization.Authorizations.Arrival;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.ClientFields;
import dev.countersign.people.client.ClientTerms;
import dev.countersign.people.client.Clients;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.testing.Databases;
import dev.countersign.testing.Journeys;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An organisation with an app, a member who uses it, and what an app does.
final class AppHouse {
    static final String BACK = "https://app.example/back";
    static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-123";

    final Journeys journeys;
    final AppRooms apps;
    final Clients clients;
    final String organisation;
    final Journeys.Person member;

    private AppHouse(Journeys journeys) {
        this.journeys = journeys;
        this.clients = new Clients(journeys.db, journeys.rooms.tokens());
        this.apps = new AppRooms(journeys.rooms, journeys.visits, clients, URI.create("https://id.example"));
        Journeys.Person owner = journeys.person();
        this.organisation =
                journeys.rooms.organisations().create("Linden & Hart", owner.account.id(), journeys.clock.instant());
        this.member = journeys.enrolled();
        join(member);
    }

    static AppHouse on(Databases databases) {
        return new AppHouse(Journeys.on(databases));
    }

    static AppHouse over(Db db) {
        return new AppHouse(Journeys.over(db));
    }

    private AppHouse(AppHouse first, Db db) {
        this.journeys = Journeys.over(db);
        this.clients = new Clients(db, journeys.rooms.tokens());
        this.apps = new AppRooms(journeys.rooms, journeys.visits, clients, URI.create("https://id.example"));
        this.organisation = first.organisation;
        this.member = first.member;
    }

    /// Another node of the same server, with a connection of its own to the database.
    AppHouse node(Db db) {
        return new AppHouse(this, db);
    }

    static AppHouse on(Databases databases, UnaryOperator<PolicyBuilder> policy) {
        return new AppHouse(Journeys.on(databases, policy));
    }

    void join(Journeys.Person person) {
        journeys.rooms
                .organisations()
                .join(person.account.id(), organisation, Role.MEMBER, true, journeys.clock.instant());
    }

    /// An app on a server, with a secret, whose people are not asked.
    Client app(String... changed) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "name", "Orders",
                "kind", "confidential",
                "redirects", BACK,
                "scopes", "openid profile email organisations offline_access",
                "proofKey", "true",
                "device", "true"));
        for (int i = 0; i < changed.length; i += 2) {
            fields.put(changed[i], changed[i + 1]);
        }
        ClientFields.Read read = ClientFields.read(fields);
        ClientTerms terms = read.terms().orElseThrow(() -> new AssertionError(read.faults()));
        return clients.register(organisation, terms, journeys.clock.instant()).client();
    }

    /// The owner changes what was agreed with the app.
    void change(Client app, String field, String value) {
        Map<String, String> fields = new HashMap<>(ClientFields.of(app.terms()));
        fields.put(field, value);
        clients.change(app, ClientFields.read(fields).terms().orElseThrow());
    }

    /// What the app asks for, with changes.
    static Map<String, List<String>> ask(Client client, String... changed) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        asked.put("client_id", List.of(client.id()));
        asked.put("redirect_uri", List.of(BACK));
        asked.put("response_type", List.of("code"));
        asked.put("scope", List.of("openid email offline_access"));
        asked.put("state", List.of("s1"));
        asked.put("nonce", List.of("n1"));
        asked.put("code_challenge", List.of(challenge(VERIFIER)));
        asked.put("code_challenge_method", List.of("S256"));
        for (int i = 0; i < changed.length; i += 2) {
            if (changed[i + 1].isEmpty()) {
                asked.remove(changed[i]);
            } else {
                asked.put(changed[i], List.of(changed[i + 1]));
            }
        }
        return asked;
    }

    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Arrival arrive(Map<String, List<String>> asked, @Nullable SignedIn in) {
        return apps.authorizations()
                .arrive(asked, in == null ? null : in.token().text(), HOME);
    }

    /// Where the app's person is sent back to at once, with what the address says.
    Map<String, String> back(Map<String, List<String>> asked, @Nullable SignedIn in) {
        return answer(as(Arrival.SentBack.class, arrive(asked, in)).to());
    }

    static Map<String, String> answer(String address) {
        Map<String, String> said = new HashMap<>();
        said.put("", address.replaceFirst("\\?.*", ""));
        for (String pair : URI.create(address).getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            said.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return said;
    }

    /// A request that waits for its person.
    String waits(Map<String, List<String>> asked, @Nullable SignedIn in) {
        return as(Arrival.Waits.class, arrive(asked, in)).token().text();
    }

    NextStep go(String request, @Nullable SignedIn in) {
        return apps.authorizations().go(request, in == null ? null : in.token().text(), HOME);
    }

    String code(Client client, SignedIn in) {
        return back(ask(client), in).get("code");
    }

    TokenOutcome redeem(Client client, String code) {
        return redeem(client, code, BACK, VERIFIER);
    }

    TokenOutcome redeem(Client client, String code, @Nullable String redirectUri, @Nullable String verifier) {
        return apps.appTokens().redeem(new AppTokens.Redemption(client, code, redirectUri, verifier, HOME));
    }

    Issued issued(Client client, SignedIn in) {
        return given(redeem(client, code(client, in)));
    }

    static Issued given(TokenOutcome outcome) {
        return as(TokenOutcome.Given.class, outcome).issued();
    }

    TokenOutcome refresh(Client client, Issued issued) {
        return refresh(
                client, java.util.Objects.requireNonNull(issued.refresh()).text());
    }

    TokenOutcome refresh(Client client, String token) {
        return apps.appTokens().refresh(client, token, java.util.Set.of(), HOME);
    }

    boolean good(Issued issued) {
        return apps.appTokens().person(issued.access().text()).isPresent();
    }
}
