package dev.countersign.journeys.departure;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.authorization.UsedApps;
import dev.countersign.journeys.departure.ExportOutcome.Document;
import dev.countersign.journeys.departure.ExportOutcome.Ready;
import dev.countersign.journeys.entry.EnteredSites;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.apikey.ApiKeys;
import dev.countersign.rules.session.Session;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// What the server has about an account, for its owner to take along: everything but secrets, codes and hashes.
public final class AccountExports {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .writerWithDefaultPrettyPrinter();
    private static final int EVENTS_AT_ONCE = 500;
    private static final Limit EXPORTS =
            new Limit("export", 10, Duration.ofHours(1), Duration.ofHours(24), Duration.ofDays(1), false);

    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final Supplier<UsedApps> apps;

    /// The journey through those rooms.
    ///
    /// @param apps asked when there is something to write, not before: few servers have apps at their start
    public AccountExports(SignInRooms rooms, StepUps stepUps, Supplier<UsedApps> apps) {
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.apps = apps;
    }

    /// For the person, with fresh proof: whoever has found an open session is not to get it all in one file.
    public ExportOutcome export(Session session, Origin origin) {
        if (!stepUps.fresh(session)) {
            return new ExportOutcome.StepUpRequired();
        }
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> switch (rooms.throttle().admit(EXPORTS, session.accountId(), now)) {
            case Admission.Delayed(Instant until) -> new ExportOutcome.Delayed(until);
            case Admission.LockedOut(Instant until) -> new ExportOutcome.Delayed(until);
            case Admission.Admitted _ -> new Ready(document(session.accountId(), session.accountId(), origin, now));
        });
    }

    /// For the operator.
    public Document exportByOperator(String accountId, Origin origin) {
        return document(accountId, null, origin, rooms.clock().instant());
    }

    private Document document(String accountId, @Nullable String actorId, Origin origin, Instant now) {
        rooms.audit().record(new AuditEvent.DataExported(accountId, actorId), origin, now);
        return out -> write(accountId, now, out);
    }

    private void write(String accountId, Instant now, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writePOJOProperty("exportedAt", now);
            rooms.db().read(() -> about(accountId, now)).forEach(json::writePOJOProperty);
            json.writeName("activity");
            json.writeStartArray();
            List<AuditEntry> page = rooms.audit().latest(accountId, EVENTS_AT_ONCE);
            while (!page.isEmpty()) {
                page.forEach(entry -> json.writePOJO(event(entry)));
                page = rooms.audit().about(accountId, AuditFilter.ALL, AuditPlace.of(page.getLast()), EVENTS_AT_ONCE);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private Map<String, Object> about(String accountId, Instant now) {
        Account account = rooms.accounts().byId(accountId).orElseThrow();
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("account", account(account));
        about.put("factors", factors(accountId));
        var codes = rooms.backupCodes().standing(accountId);
        about.put("backupCodes", fields("left", codes.left(), "of", codes.of(), "madeAt", codes.madeAt()));
        about.put(
                "devices",
                rooms.devices().list(accountId, now).stream()
                        .map(it -> fields(
                                "id", it.id(),
                                "browser", it.browser(),
                                "network", it.network(),
                                "rememberedAt", it.rememberedAt(),
                                "lastUsedAt", it.lastUsedAt(),
                                "expiresAt", it.expiresAt()))
                        .toList());
        about.put(
                "sessions",
                rooms.sessions().open(accountId, account.epoch(), now).stream()
                        .map(it -> fields(
                                "id", it.id(),
                                "browser", it.browser(),
                                "network", it.network(),
                                "amr", it.amr(),
                                "createdAt", it.createdAt(),
                                "lastUsedAt", it.lastUsedAt(),
                                "expiresAt", it.expiresAt()))
                        .toList());
        about.put(
                "organisations",
                rooms.organisations().memberships(accountId).stream()
                        .map(it -> fields(
                                "id", it.organisationId(),
                                "name", it.organisationName(),
                                "role", it.role().word(),
                                "managing", it.managing(),
                                "since", it.since()))
                        .toList());
        about.put(
                "apps",
                apps.get().of(accountId).stream()
                        .map(it -> fields(
                                "id", it.client().id(),
                                "name", it.client().terms().name(),
                                "agreed", it.agreed().stream().sorted().toList(),
                                "lastUsedAt", it.usedAt()))
                        .toList());
        about.put("sites", sites(accountId));
        about.put(
                "apiKeys",
                new ApiKeys(rooms.db(), rooms.tokens())
                        .madeBy(accountId).stream()
                                .map(it -> fields(
                                        "organisation", it.organisationId(),
                                        "name", it.name(),
                                        "madeAt", it.createdAt(),
                                        "expiresAt", it.expiresAt()))
                                .toList());
        return about;
    }

    private List<Map<String, Object>> sites(String accountId) {
        return new EnteredSites(rooms.db())
                .of(accountId).stream()
                        .map(it -> fields(
                                "id", it.siteId(),
                                "name", it.name(),
                                "origin", it.origin(),
                                "session", it.sessionId(),
                                "since", it.since()))
                        .toList();
    }

    private static Map<String, Object> account(Account it) {
        return fields(
                "id", it.id(),
                "email", it.email(),
                "name", it.name(),
                "locale", it.locale(),
                "timeZone", it.timeZone(),
                "operator", it.operator(),
                "createdAt", it.createdAt(),
                "suspendedAt", it.suspendedAt(),
                "eraseAt", it.eraseAt());
    }

    /// With the whole number of a phone, which pages show masked.
    private List<Map<String, Object>> factors(String accountId) {
        String number = rooms.phones()
                .numbers()
                .active(accountId)
                .map(PhoneFactors.Active::number)
                .map(it -> it.e164())
                .orElse(null);
        return rooms.factors().list(accountId).stream()
                .map(it -> fields(
                        "id", it.id(),
                        "type", it.type().word(),
                        "label", it.label(),
                        "number", it.type() == FactorType.SMS ? number : null,
                        "enrolledAt", it.enrolledAt(),
                        "lastUsedAt", it.lastUsedAt(),
                        "suspendedAt", it.suspendedAt()))
                .toList();
    }

    /// What an admin did is on record without their id: that is theirs.
    private static Map<String, Object> event(AuditEntry it) {
        boolean self = it.accountId() != null && it.accountId().equals(it.actorId());
        return fields(
                "id",
                it.id(),
                "at",
                it.at(),
                "type",
                it.type(),
                "by",
                self ? "you" : it.actorId() == null ? "server" : "admin",
                "organisationId",
                it.organisationId(),
                "browser",
                self ? it.origin().browser() : null,
                "network",
                self ? it.origin().network() : null,
                "data",
                it.data());
    }

    /// Names and values by turns; what is null is left out.
    private static Map<String, Object> fields(@Nullable Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                fields.put(String.valueOf(pairs[i]), value);
            }
        }
        return fields;
    }
}
