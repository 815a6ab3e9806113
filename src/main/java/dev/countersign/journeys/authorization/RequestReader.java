package dev.countersign.journeys.authorization;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.countersign.journeys.authorization.AuthorizationRequest.Prompt;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Clients;
import dev.countersign.people.client.RedirectUri;
import dev.countersign.people.client.Scope;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what an app asks for. Whether an answer may be sent anywhere is decided first; every later fault is the
/// app's to hear.
final class RequestReader {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern PLAIN = Pattern.compile("https?://[A-Za-z0-9._~:/?\\[\\]&=-]{1,200}");
    private static final int LONGEST_STATE = 2000;
    private static final int LONGEST_NONCE = 500;
    private static final int LONGEST_HINT = 254;

    private final Clients clients;
    private final IdTokens idTokens;
    private final Answers answers;

    RequestReader(Clients clients, IdTokens idTokens, Answers answers) {
        this.clients = clients;
        this.idTokens = idTokens;
        this.answers = answers;
    }

    /// A fault that the app is told.
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;
        private final String error;

        Fault(String error, String description) {
            super(description, null, false, false);
            this.error = error;
        }
    }

    Reading read(Map<String, List<String>> given) {
        Optional<Client> client = one(given, "client_id").flatMap(clients::byId);
        if (client.isEmpty()) {
            return new Reading.Refused(Reading.Why.CLIENT, "");
        }
        // OAuth 2.0 Security BCP (RFC 9700 §2.1): "authorization servers MUST utilize exact string matching".
        Optional<String> redirectUri = one(given, "redirect_uri")
                .filter(asked -> client.get().terms().redirects().stream()
                        .anyMatch(known -> RedirectUri.matches(
                                known, asked, client.get().terms().kind())));
        if (redirectUri.isEmpty()) {
            return new Reading.Refused(Reading.Why.REDIRECT, nearly(given, client.get()));
        }
        String state = one(given, "state")
                .filter(text -> text.length() <= LONGEST_STATE)
                .orElse(null);
        try {
            return new Reading.Good(good(given, client.get(), redirectUri.get(), state), client.get());
        } catch (Fault fault) {
            String said = String.valueOf(fault.getMessage());
            return new Reading.SentBack(answers.error(redirectUri.get(), fault.error, said, state));
        }
    }

    /// What a link brings is shown to nobody, unless it leads to where the app is and is made of plain characters.
    private static String nearly(Map<String, List<String>> given, Client client) {
        return one(given, "redirect_uri")
                .filter(asked -> PLAIN.matcher(asked).matches())
                .filter(asked -> client.terms().redirects().stream().anyMatch(known -> sameHost(known, asked)))
                .orElse("");
    }

    private static boolean sameHost(String known, String asked) {
        try {
            String host = URI.create(known).getHost();
            return host != null && host.equals(URI.create(asked).getHost());
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static Optional<String> one(Map<String, List<String>> given, String name) {
        List<String> values = given.getOrDefault(name, List.of());
        return values.size() == 1 && !values.getFirst().isEmpty() ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private AuthorizationRequest good(
            Map<String, List<String>> given, Client client, String redirectUri, @Nullable String state) throws Fault {
        for (Map.Entry<String, List<String>> each : given.entrySet()) {
            // RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."
            if (each.getValue().size() > 1) {
                throw new Fault("invalid_request", "A parameter is given more than once.");
            }
        }
        if (given.containsKey("state") && state == null && one(given, "state").isPresent()) {
            throw new Fault("invalid_request", "state is too long.");
        }
        unsupported(given);
        Set<String> scopes = Scope.read(one(given, "scope").orElse(""));
        if (!scopes.contains(Scope.OPENID) || !client.terms().scopes().containsAll(scopes)) {
            throw new Fault("invalid_scope", "Ask for openid, and for nothing that the app was not registered with.");
        }
        Map<?, ?> claims = object(claims(given), "id_token");
        return new AuthorizationRequest(
                client.id(),
                redirectUri,
                scopes,
                state,
                nonce(given),
                challenge(given, client),
                prompts(given),
                maxAge(given),
                words(one(given, "acr_values").orElse("")),
                essential(claims),
                subject(given, client, claims),
                one(given, "login_hint")
                        .filter(hint -> hint.length() <= LONGEST_HINT)
                        .orElse(""),
                one(given, "ui_locales").orElse(""));
    }

    private static void unsupported(Map<String, List<String>> given) throws Fault {
        if (given.containsKey("request")) {
            throw new Fault("request_not_supported", "Requests are read from the address only.");
        }
        if (given.containsKey("request_uri")) {
            throw new Fault("request_uri_not_supported", "Requests are read from the address only.");
        }
        if (given.containsKey("registration")) {
            throw new Fault("registration_not_supported", "An owner registers apps.");
        }
        String type = one(given, "response_type").orElse("");
        if (type.isEmpty()) {
            throw new Fault("invalid_request", "response_type is missing.");
        }
        if (!type.equals("code")) {
            throw new Fault("unsupported_response_type", "Only code is given.");
        }
        if (!one(given, "response_mode").orElse("query").equals("query")) {
            throw new Fault("invalid_request", "Only the response mode query is given.");
        }
    }

    private static @Nullable String nonce(Map<String, List<String>> given) throws Fault {
        String nonce = one(given, "nonce").orElse(null);
        if (nonce != null && nonce.length() > LONGEST_NONCE) {
            throw new Fault("invalid_request", "nonce is too long.");
        }
        return nonce;
    }

    private static @Nullable String challenge(Map<String, List<String>> given, Client client) throws Fault {
        String challenge = one(given, "code_challenge").orElse(null);
        if (challenge == null) {
            if (client.terms().proofKey() || given.containsKey("code_challenge_method")) {
                throw new Fault("invalid_request", "code_challenge is missing (PKCE, RFC 7636).");
            }
            return null;
        }
        // RFC 7636 §4.3 lets a missing method mean plain; that one protects nothing and is not taken.
        boolean hashed = one(given, "code_challenge_method").orElse("").equals("S256");
        if (!hashed || !CHALLENGE.matcher(challenge).matches()) {
            throw new Fault("invalid_request", "code_challenge_method has to be S256.");
        }
        return challenge;
    }

    private static Set<Prompt> prompts(Map<String, List<String>> given) throws Fault {
        Set<Prompt> prompts = EnumSet.noneOf(Prompt.class);
        for (String word : words(one(given, "prompt").orElse(""))) {
            prompts.add(Arrays.stream(Prompt.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new Fault("invalid_request", "prompt has an unknown word.")));
        }
        if (prompts.contains(Prompt.NONE) && prompts.size() > 1) {
            throw new Fault("invalid_request", "prompt=none stands alone.");
        }
        return prompts;
    }

    private static @Nullable Duration maxAge(Map<String, List<String>> given) throws Fault {
        String text = one(given, "max_age").orElse(null);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new Fault("invalid_request", "max_age is a number of seconds.");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static Map<String, Object> claims(Map<String, List<String>> given) throws Fault {
        String text = one(given, "claims").orElse("{}");
        try {
            // The JSON word null comes out as null.
            return Optional.ofNullable(JSONObjectUtils.parse(text, 4000))
                    .orElseThrow(() -> new ParseException("null", 0));
        } catch (ParseException none) {
            throw new Fault("invalid_request", "claims is no JSON object.");
        }
    }

    /// What stands there, an object or nothing. Whatever else it is, an app demands something by it that would not be
    /// met.
    private static Map<?, ?> object(Map<?, ?> in, String name) throws Fault {
        Object value = in.get(name);
        if (value != null && !(value instanceof Map)) {
            throw new Fault("invalid_request", "claims has something else than an object for " + name + ".");
        }
        return value == null ? Map.of() : (Map<?, ?>) value;
    }

    // OpenID Connect Core §5.5.1.1: `{"id_token": {"acr": {"essential": true, "values": […]}}}`
    private static List<String> essential(Map<?, ?> claims) throws Fault {
        Map<?, ?> acr = object(claims, "acr");
        Object essential = acr.get("essential");
        if (essential != null && !(essential instanceof Boolean)) {
            throw new Fault("invalid_request", "claims has something else than true or false for essential.");
        }
        List<String> values = values(acr);
        return Boolean.TRUE.equals(essential) ? values : List.of();
    }

    // OpenID Connect Core §5.5.1: `value` has one, `values` an array of them.
    private static List<String> values(Map<?, ?> claim) throws Fault {
        List<Object> given = new ArrayList<>();
        if (claim.get("value") != null) {
            given.add(claim.get("value"));
        }
        if (claim.get("values") instanceof List<?> several) {
            given.addAll(several);
        } else if (claim.get("values") != null) {
            throw new Fault("invalid_request", "claims has something else than an array for values.");
        }
        List<String> values = new ArrayList<>();
        for (Object each : given) {
            if (!(each instanceof String text)) {
                throw new Fault("invalid_request", "claims has a value that is no text.");
            }
            values.add(text);
        }
        return List.copyOf(values);
    }

    private @Nullable String subject(Map<String, List<String>> given, Client client, Map<?, ?> claims) throws Fault {
        // OpenID Connect Core §3.1.2.2: where `sub` is asked for with a value, "the Authorization Server MUST NOT reply
        // with an ID Token or Access Token for a different user".
        Set<String> meant = new HashSet<>(values(object(claims, "sub")));
        Optional<String> hint = one(given, "id_token_hint");
        if (hint.isPresent()) {
            meant.add(idTokens.read(hint.get())
                    .filter(read -> read.clientId().equals(client.id()))
                    .map(IdTokens.Hint::accountId)
                    .orElseThrow(() -> new Fault("invalid_request", "id_token_hint is not one of ours.")));
        }
        if (meant.size() > 1) {
            throw new Fault("invalid_request", "More than one person is meant.");
        }
        return meant.stream().findFirst().orElse(null);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
