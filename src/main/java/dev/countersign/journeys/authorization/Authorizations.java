package dev.countersign.journeys.authorization;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.authorization.AuthorizationRequest.Prompt;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.account.Account;
import dev.countersign.people.client.Acr;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Scope;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way of a person whom an app has sent here: to sign in, to prove more, to agree, and back to the app with a
/// code. What is next is worked out anew on every step, from the session as it is then.
public final class Authorizations {
    /// How long a request waits for its person.
    public static final Duration WAITS = Duration.ofMinutes(30);
    /// How long a code is good.
    public static final Duration CODE = Duration.ofSeconds(60);

    /// Requests that wait, from one network: each is a row until it runs out.
    static final Limit REQUESTS =
            new Limit("app-requests", 600, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1), false);

    private static final int LONGEST = 8000;

    private final SignInRooms rooms;
    private final Visits visits;
    private final Holdings holdings;
    private final Answers answers;
    private final RequestReader reader;
    private final RequestStore requests;
    private final GrantStore grants;
    private final ConsentStore consents;
    private final String settingsAddress;

    Authorizations(AppRooms apps) {
        this.rooms = apps.rooms();
        this.visits = apps.visits();
        this.holdings = apps.holdings();
        this.answers = new Answers(apps.issuer());
        this.reader = new RequestReader(apps.clients(), apps.idTokens(), answers);
        this.requests = new RequestStore(rooms.db());
        this.grants = new GrantStore(rooms.db());
        this.consents = new ConsentStore(rooms.db());
        this.settingsAddress = apps.issuer() + "/settings/security";
    }

    /// What came of an app's request when it arrived.
    public sealed interface Arrival {
        /// Nobody is sent anywhere.
        record Refused(Reading.Why why, String nearly) implements Arrival {}

        /// Back at once.
        record SentBack(String to) implements Arrival {}

        /// Over our pages; the token says which request it is.
        record Waits(Token token, AuthorizationRequest request) implements Arrival {}

        /// Too many wait from there.
        record Busy(Instant until) implements Arrival {}
    }

    /// Somebody arrives with what an app asked for.
    ///
    /// @param sessionToken the session that is active in the browser, or null
    public Arrival arrive(Map<String, List<String>> given, @Nullable String sessionToken, Origin origin) {
        Instant now = rooms.clock().instant();
        String asked = Asked.text(given);
        if (asked.length() > LONGEST) {
            return new Arrival.Refused(Reading.Why.CLIENT, "");
        }
        return switch (reader.read(given)) {
            case Reading.Refused(Reading.Why why, String nearly) -> new Arrival.Refused(why, nearly);
            case Reading.SentBack(String to) -> new Arrival.SentBack(to);
            case Reading.Good good -> {
                Asking asking = new Asking(good, new RequestStore.Row(asked, now, false, false, null), now);
                NextStep step = rooms.db().inTransaction(() -> issueIfNothingLeft(asking, sessionToken, origin));
                yield step instanceof NextStep.SentBack(Client _, String to)
                        ? new Arrival.SentBack(to)
                        : keep(good, asked, origin, now);
            }
        };
    }

    private Arrival keep(Reading.Good good, String asked, Origin origin, Instant now) {
        return rooms.db().inTransaction(() -> switch (rooms.throttle().admit(REQUESTS, origin.network(), now)) {
            case Admission.Delayed(Instant until) -> new Arrival.Busy(until);
            case Admission.LockedOut(Instant until) -> new Arrival.Busy(until);
            case Admission.Admitted _ -> {
                Token token = rooms.tokens().newToken(Token.Kind.APP_REQUEST);
                requests.insert(token.hash(), asked, now.plus(WAITS), now);
                yield new Arrival.Waits(token, good.request());
            }
        });
    }

    /// A request with how far it is.
    private record Asking(Reading.Good good, RequestStore.Row row, Instant now) {
        AuthorizationRequest request() {
            return good.request();
        }

        Client client() {
            return good.client();
        }
    }

    private NextStep issueIfNothingLeft(Asking asking, @Nullable String sessionToken, Origin origin) {
        Presence presence = sessionToken == null ? new Presence.Absent() : visits.present(sessionToken);
        Optional<NextStep> left = left(asking, presence);
        return left.orElseGet(() -> issue(asking, (Presence.Present) presence, origin));
    }

    /// What is next for the person; a code is issued where nothing is left.
    public NextStep go(String requestToken, @Nullable String sessionToken, Origin origin) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(requestToken);
        return rooms.db().inTransaction(() -> {
            hold(hash);
            Optional<Asking> asking = asking(hash, now);
            if (asking.isEmpty()) {
                return new NextStep.Gone();
            }
            NextStep step = issueIfNothingLeft(asking.get(), sessionToken, origin);
            switch (step) {
                case NextStep.Choose _ -> requests.chosen(hash);
                // Whoever is sent to sign in says with which account by that.
                case NextStep.SignIn _ -> requests.chosen(hash);
                case NextStep.StepUp _ -> requests.steppedUp(hash);
                case NextStep.SetUp _ -> requests.steppedUp(hash);
                case NextStep.SentBack _ -> requests.close(hash);
                default -> {}
            }
            return step;
        });
    }

    // Of several tabs that go on with one request, one gets its answer, and the others find it gone.
    private void hold(String hash) {
        rooms.db().lock("app-request/" + hash);
    }

    private Optional<Asking> asking(String hash, Instant now) {
        return requests.open(hash, now)
                .flatMap(row -> reader.read(Asked.read(row.asked())) instanceof Reading.Good good
                        ? Optional.of(new Asking(good, row, now))
                        : Optional.empty());
    }

    /// The person agrees, or does not.
    public NextStep answer(String requestToken, String sessionToken, boolean agreed, Origin origin) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(requestToken);
        return rooms.db().inTransaction(() -> {
            hold(hash);
            Optional<Asking> asking = asking(hash, now);
            if (asking.isEmpty() || !(visits.present(sessionToken) instanceof Presence.Present present)) {
                return new NextStep.Gone();
            }
            AuthorizationRequest request = asking.get().request();
            if (!agreed) {
                requests.close(hash);
                return new NextStep.SentBack(
                        asking.get().client(), answers.error(request, "access_denied", "The person said no."));
            }
            // What one agrees to is what one is asked: where something else is left, the answer says nothing yet.
            if (left(asking.get(), present).orElse(null) instanceof NextStep.Consent consent) {
                consents.agree(consent.account().id(), request.clientId(), request.scopes(), now);
                requests.consented(hash, consent.account().id());
            }
            return go(requestToken, sessionToken, origin);
        });
    }

    /// The person goes back to the app without an answer.
    public NextStep giveUp(String requestToken) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(requestToken);
        return rooms.db().inTransaction(() -> {
            hold(hash);
            Optional<Asking> asking = asking(hash, now);
            requests.close(hash);
            return asking.<NextStep>map(it -> new NextStep.SentBack(
                            it.client(),
                            answers.error(it.request(), "access_denied", "The account may not use this app.")))
                    .orElseGet(NextStep.Gone::new);
        });
    }

    /// What is still to be done; empty where a code can be issued to whoever is present.
    private Optional<NextStep> left(Asking asking, Presence presence) {
        AuthorizationRequest request = asking.request();
        return switch (presence) {
            case Presence.Absent _ ->
                ask(asking, new NextStep.SignIn(request.loginHint()), "login_required", "Nobody is signed in.");
            case Presence.Owing _ ->
                ask(
                        asking,
                        new NextStep.Enrol(),
                        "interaction_required",
                        "Two-step sign-in has to be set up first, at " + settingsAddress + ".");
            case Presence.Present present -> left(asking, present);
        };
    }

    private Optional<NextStep> left(Asking asking, Presence.Present present) {
        AuthorizationRequest request = asking.request();
        Account account = present.account();
        boolean another = request.subject() != null && !request.subject().equals(account.id());
        if (request.prompts().contains(Prompt.SELECT_ACCOUNT) && !asking.row().chosen()) {
            return Optional.of(new NextStep.Choose());
        }
        if (another || stale(asking, present.session())) {
            return ask(
                    asking,
                    new NextStep.SignIn(hint(asking, present, another)),
                    "login_required",
                    "The person has to sign in again.");
        }
        if (!holdings.admits(asking.client(), account)) {
            return ask(
                    asking,
                    new NextStep.NotForYou(asking.client(), account),
                    "access_denied",
                    "The account may not use this app.");
        }
        Optional<NextStep> proof = proof(asking, present);
        return proof.isPresent() ? proof : consent(asking, account);
    }

    private static String hint(Asking asking, Presence.Present present, boolean another) {
        String asked = asking.request().loginHint();
        return asked.isEmpty() && !another ? present.account().email() : asked;
    }

    private Optional<NextStep> ask(Asking asking, NextStep step, String error, String description) {
        return Optional.of(asking.request().silent() ? back(asking, error, description) : step);
    }

    private NextStep back(Asking asking, String error, String description) {
        return new NextStep.SentBack(asking.client(), answers.error(asking.request(), error, description));
    }

    // Whoever signed in after the app asked has done what it wants, whatever the clock says since.
    private static boolean stale(Asking asking, Session session) {
        AuthorizationRequest request = asking.request();
        if (!session.authTime().isBefore(asking.row().createdAt())) {
            return false;
        }
        Duration maxAge = request.maxAge();
        return request.prompts().contains(Prompt.LOGIN)
                || (maxAge != null && session.authTime().plus(maxAge).isBefore(asking.now()));
    }

    private Optional<NextStep> proof(Asking asking, Presence.Present present) {
        AuthorizationRequest request = asking.request();
        String acr = present.session().acr(present.policy().aal2Age(), asking.now());
        List<String> demanded = new ArrayList<>(request.essentialAcr());
        boolean demands = !demanded.isEmpty();
        boolean met = (!demands || anyMet(acr, demanded)) && Holdings.strongEnough(asking.client(), acr);
        if (met && (request.acrValues().stream().noneMatch(Acr.ALL::contains) || anyMet(acr, request.acrValues()))) {
            return Optional.empty();
        }
        String wanted = wanted(asking, met);
        boolean passkey = wanted.equals(Acr.RESISTANT);
        boolean maySend = !asking.row().steppedUp() && !request.silent();
        if (maySend && canReach(present, wanted)) {
            return Optional.of(new NextStep.StepUp(passkey));
        }
        if (maySend && canSetUp(present, wanted)) {
            return Optional.of(new NextStep.SetUp(passkey));
        }
        // OpenID Connect Core Error Code unmet_authentication_requirements 1.0, §2.
        return met
                ? Optional.empty()
                : Optional.of(back(
                        asking,
                        "unmet_authentication_requirements",
                        "The person has to be signed in more strongly; methods are set up at " + settingsAddress
                                + "."));
    }

    private static boolean anyMet(String acr, List<String> wanted) {
        return wanted.stream().anyMatch(each -> Acr.meets(acr, each));
    }

    // The weakest that satisfies: nobody is asked for more than is needed.
    private static String wanted(Asking asking, boolean onlyWished) {
        AuthorizationRequest request = asking.request();
        List<String> any =
                onlyWished || request.essentialAcr().isEmpty() ? request.acrValues() : request.essentialAcr();
        String least = asking.client().terms().leastAcr();
        if (!onlyWished && !request.essentialAcr().isEmpty() && any.stream().noneMatch(Acr.ALL::contains)) {
            return "";
        }
        for (String each : Acr.ALL) {
            boolean asked = any.stream().noneMatch(Acr.ALL::contains) || any.contains(each) || anyMet(each, any);
            if (asked && (least == null || Acr.meets(each, least))) {
                return each;
            }
        }
        return Acr.RESISTANT;
    }

    private static boolean canReach(Presence.Present present, String wanted) {
        return switch (wanted) {
            case Acr.RESISTANT ->
                present.factors().stream().anyMatch(f -> f.type() == FactorType.PASSKEY && f.usable());
            case Acr.TWO -> present.enrolled() && present.factors().stream().anyMatch(Factor::usable);
            case Acr.ONE -> true;
            default -> false;
        };
    }

    // Whoever has a method that is not to be used now is not led to a second one of its kind.
    private boolean canSetUp(Presence.Present present, String wanted) {
        Set<FactorType> usable = rooms.policies().usable(present.policy());
        return switch (wanted) {
            case Acr.RESISTANT ->
                usable.contains(FactorType.PASSKEY)
                        && present.factors().stream().noneMatch(factor -> factor.type() == FactorType.PASSKEY);
            case Acr.TWO -> !present.enrolled() && usable.stream().anyMatch(FactorType::countsAsEnrolment);
            default -> false;
        };
    }

    private Optional<NextStep> consent(Asking asking, Account account) {
        AuthorizationRequest request = asking.request();
        boolean now = account.id().equals(asking.row().consentedBy());
        boolean again = !now && (request.prompts().contains(Prompt.CONSENT) || anybodys(asking));
        boolean missing = asking.client().terms().asks()
                && !consents.agreed(account.id(), request.clientId()).containsAll(request.scopes());
        if (!again && !missing) {
            return Optional.empty();
        }
        List<String> scopes =
                Scope.ALL.stream().filter(request.scopes()::contains).toList();
        return ask(
                asking,
                new NextStep.Consent(asking.client(), account, scopes),
                "consent_required",
                "The person has to agree.");
    }

    // RFC 8252 §8.6: "authorization servers SHOULD NOT process authorization requests automatically without user
    // consent or interaction, except when the identity of the client can be assured". Any program on the person's
    // device can wait at a loopback address or take an app's scheme; https addresses and secrets are one app's own.
    private static boolean anybodys(Asking asking) {
        return !asking.client().confidential()
                && !asking.request().redirectUri().startsWith("https:");
    }

    private NextStep issue(Asking asking, Presence.Present present, Origin origin) {
        Session session = present.session();
        AuthorizationRequest request = asking.request();
        Instant now = asking.now();
        // Against a reset in the same moment: it waits for this, or this finds another epoch and gives nothing.
        if (!rooms.accounts().holdEpoch(session.accountId(), session.epoch())) {
            return back(asking, "login_required", "The person has to sign in again.");
        }
        Set<String> scopes = new LinkedHashSet<>(request.scopes());
        Grant grant = new Grant(
                session.accountId(),
                rooms.tokens().newId(now),
                request.clientId(),
                session.epoch(),
                session.id(),
                scopes.contains(Scope.OFFLINE),
                scopes,
                session.evidence(),
                session.createdAt(),
                request.redirectUri(),
                request.nonce(),
                request.challenge(),
                now,
                now,
                now.plus(CODE));
        Token code = rooms.tokens().newToken(Token.Kind.APP_CODE);
        grants.insert(grant);
        grants.insert(
                code.hash(),
                new GrantStore.TokenRow(
                        grant.accountId(), grant.id(), GrantStore.Kind.CODE, scopes, now, now.plus(CODE), null));
        consents.used(grant.accountId(), grant.clientId(), now);
        rooms.audit()
                .record(
                        new AuditEvent.AppSignedIn(
                                grant.accountId(),
                                asking.client().organisationId(),
                                grant.clientId(),
                                asking.client().terms().name(),
                                session.id()),
                        origin,
                        now);
        return new NextStep.SentBack(asking.client(), answers.code(request, code.text()));
    }
}
