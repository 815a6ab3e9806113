package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.KeyBodies.KeyMaker;
import dev.countersign.doors.api.KeyBodies.KeyRequest;
import dev.countersign.doors.api.KeyBodies.KeyView;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.journeys.organisation.OrganisationKeys;
import dev.countersign.journeys.organisation.OrganisationKeys.Listed;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.ApiKey.LastUse;
import dev.countersign.people.apikey.KeyScope;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The API keys of an organisation: for people with a session, never for a key.
@ApiDoor
class KeysApi {
    private static final String KEYS = "/organisations" + ApiDoor.ID + "/keys";
    private static final int LONGEST_NAME = 80;

    private final OrganisationKeys keys;
    private final OrganisationAnswers answers;

    KeysApi(OrganisationKeys keys, OrganisationAnswers answers) {
        this.keys = keys;
        this.answers = answers;
    }

    @GetMapping(KEYS)
    Answer list(SessionCaller caller, @PathVariable String id, Paging paging) {
        return answers.answer(
                keys.list(caller.session(), id),
                listing -> Answer.ok(paging.of(
                        listing.keys().stream().map(key -> view(key, null)).toList(),
                        view -> new Place(view.createdAt(), view.id()))));
    }

    @PostMapping(KEYS)
    Answer make(SessionCaller caller, @PathVariable String id, @Body KeyRequest body) {
        Fields fields = new Fields();
        String name = fields.name("name", fields.text("name", body.name()), LONGEST_NAME);
        Set<KeyScope> scopes = scopes(fields, body.scopes());
        Instant expiresAt = instant(fields, fields.text("expiresAt", body.expiresAt()));
        fields.done();
        OrganisationKeys.Wanted wanted = new OrganisationKeys.Wanted(name == null ? "" : name, scopes, expiresAt);
        return answers.answer(
                keys.make(caller.session(), id, wanted, caller.origin()),
                made -> Answer.created(view(made.listed(), made.text())).andSecret());
    }

    private static Set<KeyScope> scopes(Fields fields, @Nullable List<String> words) {
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        if (words == null || words.isEmpty()) {
            fields.wrong("scopes", "missing", "Give at least one scope.");
            return scopes;
        }
        for (String word : words) {
            Optional<KeyScope> scope = word == null ? Optional.empty() : KeyScope.parse(word);
            scope.ifPresentOrElse(
                    scopes::add,
                    () -> fields.wrong("scopes", "unknown", "There is no such scope; see the document of this API."));
        }
        return scopes;
    }

    private static Instant instant(Fields fields, String text) {
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            fields.wrong("expiresAt", "not-a-time", "Give a time like 2026-11-26T14:00:00Z.");
            return Instant.EPOCH;
        }
    }

    @DeleteMapping(KEYS + "/{keyId:[0-9a-f-]{36}}")
    Answer revoke(SessionCaller caller, @PathVariable String id, @PathVariable String keyId) {
        return answers.none(keys.revoke(caller.session(), id, keyId, caller.origin()));
    }

    private static KeyView view(Listed listed, @Nullable String text) {
        ApiKey it = listed.key();
        LastUse last = it.lastUse();
        return new KeyView(
                it.id(),
                it.name(),
                it.hint(),
                it.scopes().stream().map(KeyScope::word).sorted().toList(),
                new KeyMaker(it.accountId(), listed.maker()),
                it.createdAt(),
                it.expiresAt(),
                last == null ? null : last.at(),
                last == null ? null : last.network(),
                listed.over() == null ? null : listed.over().word(),
                text);
    }
}
