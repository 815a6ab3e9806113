package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.ClientBodies.ClientRequest;
import dev.countersign.doors.api.ClientBodies.ClientView;
import dev.countersign.doors.api.ClientBodies.SecretRequest;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.organisation.OrganisationClients;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.ClientFault;
import dev.countersign.people.client.ClientFields;
import dev.countersign.people.client.ClientTerms;
import dev.countersign.people.client.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// The apps of an organisation.
@ApiDoor
class ClientsApi {
    private static final String CLIENTS = "/organisations" + ApiDoor.ID + "/clients";
    private static final String CLIENT = CLIENTS + "/{clientId:[0-9a-f-]{36}}";

    private final OrganisationClients clients;
    private final OrganisationAnswers answers;

    ClientsApi(OrganisationClients clients, OrganisationAnswers answers) {
        this.clients = clients;
        this.answers = answers;
    }

    @GetMapping(CLIENTS)
    @Scoped(KeyScope.APPS_READ)
    Answer list(ManagingCaller caller, @PathVariable String id, Paging paging) {
        Place after = paging.after();
        return answers.answer(
                clients.list(caller.by(), id),
                listed -> Answer.ok(paging.part(
                        listed.clients().stream()
                                .filter(client -> after == null || client.id().compareTo(after.id()) > 0)
                                .limit(paging.limit() + 1L)
                                .map(client -> view(client, null))
                                .toList(),
                        client -> new Place(client.createdAt(), client.id()))));
    }

    @PostMapping(CLIENTS)
    @Scoped(KeyScope.APPS_WRITE)
    Answer register(ManagingCaller caller, @PathVariable String id, @Body ClientRequest body) {
        ClientTerms terms = terms(body);
        return answers.answer(
                clients.register(caller.by(), id, terms, caller.origin()),
                done -> Answer.created(view(done.client(), done.secret())).andSecret());
    }

    @GetMapping(CLIENT)
    @Scoped(KeyScope.APPS_READ)
    Answer one(ManagingCaller caller, @PathVariable String id, @PathVariable String clientId) {
        return answers.answer(clients.look(caller.by(), id, clientId), seen -> Answer.ok(view(seen.client(), null)));
    }

    @PutMapping(CLIENT)
    @Scoped(KeyScope.APPS_WRITE)
    Answer change(
            ManagingCaller caller, @PathVariable String id, @PathVariable String clientId, @Body ClientRequest body) {
        ClientTerms terms = terms(body);
        return answers.answer(
                clients.change(caller.by(), id, clientId, terms, caller.origin()),
                client -> Answer.ok(view(client, null)));
    }

    @PostMapping(CLIENT + "/secret")
    @Scoped(KeyScope.APPS_WRITE)
    Answer rotate(
            ManagingCaller caller,
            @PathVariable String id,
            @PathVariable String clientId,
            @Body(optional = true) SecretRequest body) {
        boolean atOnce = Boolean.TRUE.equals(body.atOnce());
        return answers.answer(
                clients.rotate(caller.by(), id, clientId, atOnce, caller.origin()),
                done -> Answer.ok(view(done.client(), done.secret())).andSecret());
    }

    @DeleteMapping(CLIENT)
    @Scoped(KeyScope.APPS_WRITE)
    Answer remove(ManagingCaller caller, @PathVariable String id, @PathVariable String clientId) {
        return answers.none(clients.remove(caller.by(), id, clientId, caller.origin()));
    }

    private static ClientTerms terms(ClientRequest body) {
        ClientFields.Read read = ClientFields.read(texts(body));
        Fields fields = new Fields();
        for (ClientFault fault : read.faults()) {
            fields.wrong(fault.field(), fault.kind().word(), sentence(fault.kind()));
        }
        fields.done();
        return read.terms().orElseThrow();
    }

    private static String sentence(ClientFault.Kind kind) {
        return switch (kind) {
            case MISSING -> "This field is needed.";
            case UNKNOWN -> "This is none of the values that the field takes.";
            case TOO_LONG -> "This is too long, or there are too many.";
            case NOT_AN_ADDRESS ->
                "Use https; http only on this machine; a scheme with a dot only for apps on devices. No fragment, no wildcard.";
            case NEEDED_WITHOUT_SECRET -> "An app without a secret always proves its requests.";
            case NEEDED_FOR_EVERYONE -> "An app that is open to everyone always asks people.";
        };
    }

    private static Map<String, String> texts(ClientRequest it) {
        Map<String, String> texts = new HashMap<>();
        put(texts, "name", it.name());
        put(texts, "kind", it.kind());
        put(texts, "redirects", lines(it.redirects(), "\n"));
        put(texts, "logoutRedirects", lines(it.logoutRedirects(), "\n"));
        put(texts, "backChannel", it.backChannel());
        put(texts, "scopes", lines(it.scopes(), " "));
        put(texts, "algorithm", it.algorithm());
        put(texts, "proofKey", it.proofKey());
        put(texts, "device", it.device());
        put(texts, "everyone", it.everyone());
        put(texts, "asks", it.asks());
        put(texts, "leastAcr", it.leastAcr());
        return texts;
    }

    private static @Nullable String lines(@Nullable List<String> values, String between) {
        return values == null ? null : String.join(between, values);
    }

    private static void put(Map<String, String> texts, String field, @Nullable Object value) {
        if (value != null) {
            texts.put(field, value.toString());
        }
    }

    private static ClientView view(Client client, @Nullable Token secret) {
        ClientTerms terms = client.terms();
        return new ClientView(
                client.id(),
                terms.name(),
                terms.kind().word(),
                terms.redirects(),
                terms.logoutRedirects(),
                terms.backChannel(),
                Scope.ALL.stream().filter(terms.scopes()::contains).toList(),
                terms.algorithm().word(),
                terms.proofKey(),
                terms.device(),
                terms.everyone(),
                terms.asks(),
                terms.leastAcr(),
                client.createdAt(),
                client.oldSecretUntil(),
                secret == null ? null : secret.text());
    }
}
