package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Refused;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Actor;
import dev.countersign.rules.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The audit log of an organisation, for its owners and admins: what happened in it, and to the accounts that it
/// managed when it happened.
public final class AuditLogs {
    /// How many exports run at a time, and of one organisation: whoever reads slowly holds up none but their own.
    private static final int EXPORTS = 16;
    private static final int EXPORTS_OF_ONE = 2;

    private static final int CHUNK = 500;

    private final SignInRooms rooms;
    private final AuditTrail trail;
    private final Admins admins;
    private final NameStore names;
    private final Map<String, Integer> exports = new HashMap<>();

    /// The journey through those rooms.
    public AuditLogs(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.trail = rooms.audit();
        this.admins = new Admins(rooms, stepUps);
        this.names = new NameStore(rooms.db());
    }

    /// A part of the log, the newest first.
    ///
    /// @param after the last event seen, null for the beginning
    public MemberOutcome<List<LoggedEvent>> list(
            Actor by, String organisationId, AuditFilter filter, @Nullable AuditPlace after, int limit) {
        return admins.look(
                by, organisationId, _ -> new Done<>(named(trail.ofOrganisation(organisationId, filter, after, limit))));
    }

    /// The name of a person that the log is narrowed to; empty where the organisation's log knows nobody of that id.
    public MemberOutcome<String> person(Session by, String organisationId, String accountId) {
        return admins.look(by, organisationId, _ -> {
            AuditFilter theirs = new AuditFilter(Set.of(), accountId, null, null);
            boolean known =
                    rooms.organisations().membership(accountId, organisationId).isPresent()
                            || !trail.ofOrganisation(organisationId, theirs, null, 1)
                                    .isEmpty();
            return new Done<>(known ? names.names(List.of(accountId)).getOrDefault(accountId, "") : "");
        });
    }

    /// Begins to read out the log, which goes on record; empty while too many others do. It has to be closed.
    ///
    /// @param format `csv` or `ndjson`
    public MemberOutcome<Optional<AuditExport>> export(
            Actor by, String organisationId, AuditFilter filter, String format, Origin origin) {
        MemberOutcome<List<LoggedEvent>> allowed = list(by, organisationId, filter, null, 1);
        if (allowed instanceof Refused<List<LoggedEvent>>(WhyNot why)) {
            return MemberOutcome.refused(why);
        }
        if (!enter(organisationId)) {
            return new Done<>(Optional.empty());
        }
        AuditExport export =
                new AuditExport(after -> chunk(by, organisationId, filter, after), () -> leave(organisationId));
        try {
            trail.record(
                    new AuditEvent.AuditExported(by.accountId(), organisationId, format),
                    origin,
                    rooms.clock().instant());
        } catch (RuntimeException e) {
            export.close();
            throw e;
        }
        return new Done<>(Optional.of(export));
    }

    private boolean enter(String organisationId) {
        synchronized (exports) {
            int all = exports.values().stream().mapToInt(Integer::intValue).sum();
            int own = exports.getOrDefault(organisationId, 0);
            boolean free = all < EXPORTS && own < EXPORTS_OF_ONE;
            if (free) {
                exports.put(organisationId, own + 1);
            }
            return free;
        }
    }

    private void leave(String organisationId) {
        synchronized (exports) {
            exports.computeIfPresent(organisationId, (_, own) -> own == 1 ? null : own - 1);
        }
    }

    /// Whoever is no admin any more reads no further.
    private List<LoggedEvent> chunk(Actor by, String organisationId, AuditFilter filter, @Nullable AuditPlace after) {
        return switch (list(by, organisationId, filter, after, CHUNK)) {
            case Done<List<LoggedEvent>>(List<LoggedEvent> events) -> events;
            case Refused<List<LoggedEvent>>(WhyNot why) ->
                throw new IllegalStateException("The export ends here: " + why);
        };
    }

    /// A part of the log for the operator, who needs no session: of one organisation, or of all the server.
    ///
    /// @param organisationId null for everything
    /// @param after the last event seen, null for the beginning
    public List<LoggedEvent> list(
            @Nullable String organisationId, AuditFilter filter, @Nullable AuditPlace after, int limit) {
        return rooms.db()
                .read(() -> named(
                        organisationId == null
                                ? trail.all(filter, after, limit)
                                : trail.ofOrganisation(organisationId, filter, after, limit)));
    }

    private List<LoggedEvent> named(List<AuditEntry> entries) {
        Set<String> ids = new HashSet<>();
        for (AuditEntry entry : entries) {
            if (entry.accountId() != null) {
                ids.add(entry.accountId());
            }
            if (entry.actorId() != null) {
                ids.add(entry.actorId());
            }
        }
        Map<String, String> known = names.names(ids);
        List<LoggedEvent> events = new ArrayList<>();
        for (AuditEntry entry : entries) {
            events.add(new LoggedEvent(entry, name(known, entry.actorId()), name(known, entry.accountId())));
        }
        return events;
    }

    private static @Nullable String name(Map<String, String> known, @Nullable String id) {
        return id == null ? null : known.get(id);
    }
}
