package dev.countersign.doors.api;

import dev.countersign.doors.api.AuditBodies.EventKey;
import dev.countersign.doors.api.AuditBodies.EventPerson;
import dev.countersign.doors.api.AuditBodies.EventView;
import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.journeys.organisation.AuditLogs;
import dev.countersign.journeys.organisation.LoggedEvent;
import dev.countersign.pages.EventFile;
import dev.countersign.pages.EventSentence;
import dev.countersign.pages.Languages;
import dev.countersign.pages.Words;
import dev.countersign.people.apikey.KeyScope;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The audit log of an organisation, as a list or whole.
@ApiDoor
class AuditApi {
    private static final String LOG = "/organisations" + ApiDoor.ID + "/audit";
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final AuditLogs logs;
    private final Languages languages;
    private final OrganisationAnswers answers;
    private final InstantSource clock;

    AuditApi(AuditLogs logs, Languages languages, OrganisationAnswers answers, InstantSource clock) {
        this.logs = logs;
        this.languages = languages;
        this.answers = answers;
        this.clock = clock;
    }

    @GetMapping(
            path = LOG,
            produces = {MediaType.APPLICATION_JSON_VALUE, CSV, NDJSON})
    @Scoped(KeyScope.AUDIT_READ)
    Answer log(ManagingCaller caller, @PathVariable String id, Paging paging, HttpServletRequest request) {
        return form(request)
                .map(form -> export(caller, id, request, form))
                .orElseGet(() -> list(caller, id, paging, request));
    }

    /// What the caller would rather have than the list, if anything.
    private static Optional<EventFile> form(HttpServletRequest request) {
        List<MediaType> accepted = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        MimeTypeUtils.sortBySpecificity(accepted);
        for (MediaType type : accepted) {
            if (type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
                return Optional.empty();
            }
            for (EventFile form : EventFile.values()) {
                if (type.isCompatibleWith(MediaType.parseMediaType(form.mediaType()))) {
                    return Optional.of(form);
                }
            }
        }
        return Optional.empty();
    }

    private Answer list(ManagingCaller caller, String id, Paging paging, HttpServletRequest request) {
        AuditFilter filter = AuditQuery.of(request);
        Words words = words(caller);
        return answers.answer(
                logs.list(caller.by(), id, filter, AuditQuery.after(paging), paging.limit() + 1),
                read -> Answer.ok(paging.part(
                        read.stream().map(event -> view(event, words)).toList(),
                        view -> new Place(view.at(), view.id()))));
    }

    private Answer export(ManagingCaller caller, String id, HttpServletRequest request, EventFile form) {
        AuditFilter filter = AuditQuery.of(request);
        Words words = words(caller);
        return answers.answer(
                logs.export(caller.by(), id, filter, form.word(), caller.origin()),
                export -> export.map(log -> Answer.streamed(
                                form.mediaType() + ";charset=utf-8", out -> form.write(log, out, words)))
                        .orElseGet(() -> Answer.problem(Problem.retry(
                                ProblemCode.EXPORTS_BUSY, clock.instant().plus(SOON)))));
    }

    private Words words(ManagingCaller caller) {
        return languages.in(caller.locale().get()).orElseGet(languages::english);
    }

    private static EventView view(LoggedEvent event, Words words) {
        AuditEntry entry = event.entry();
        return new EventView(
                entry.id(),
                entry.at(),
                entry.type(),
                person(entry.actorId(), event.actor()),
                person(entry.accountId(), event.account()),
                entry.key().map(key -> new EventKey(key.id(), key.name())).orElse(null),
                EventSentence.of(words, event),
                entry.origin().browser(),
                entry.origin().network(),
                entry.data());
    }

    private static @Nullable EventPerson person(@Nullable String id, @Nullable String name) {
        return id == null ? null : new EventPerson(id, name);
    }
}
