package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Budget;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.ApiKey.Why;
import dev.countersign.people.apikey.ApiKeys;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The API keys of an organisation: its admins see them, its owners make and revoke them, with a session and never
/// with a key.
public final class OrganisationKeys {
    /// The keys of one organisation that stand at a time, at most.
    public static final int MOST = 50;
    /// The longest life of a key.
    public static final Duration LONGEST = Duration.ofDays(366);
    /// How many calls a key may make in [#BUDGET_TIME] on one node.
    public static final int BUDGET = 600;
    /// That time.
    public static final Duration BUDGET_TIME = Duration.ofMinutes(1);

    private static final int LONGEST_NAME = 80;
    private static final int AT_ONCE = 100;

    private final SignInRooms rooms;
    private final ApiKeys keys;
    private final KeyLife life;
    private final Admins admins;
    private final NameStore names;
    private final OwnerMails mails;
    private final Budget budget = new Budget(BUDGET, BUDGET_TIME);

    /// @param baseUrl what links begin with
    public OrganisationKeys(SignInRooms rooms, StepUps stepUps, URI baseUrl) {
        this.rooms = rooms;
        this.keys = new ApiKeys(rooms.db(), rooms.tokens());
        this.life = new KeyLife(rooms);
        this.admins = new Admins(rooms, stepUps);
        this.names = new NameStore(rooms.db());
        this.mails = new OwnerMails(rooms, baseUrl);
    }

    /// A key, and the name of whoever made it.
    ///
    /// @param maker null for an account that is gone
    /// @param over why it is over, though perhaps nobody has noted it yet; null while it is alive
    public record Listed(
            ApiKey key, @Nullable String maker, @Nullable Why over) {}

    /// Keys, and whether the caller may make and revoke them.
    public record Listing(List<Listed> keys, boolean changeable) {}

    /// A key whose text is known only now.
    public record Made(Listed listed, String text) {
        @Override
        public String toString() {
            return "Made[" + listed.key().id() + "]";
        }
    }

    /// What a new key is to be.
    public record Wanted(String name, Set<KeyScope> scopes, Instant expiresAt) {}

    /// What that key opens, of what takes that scope.
    public KeyOutcome present(String text, KeyScope scope, Origin from) {
        Instant now = rooms.clock().instant();
        Optional<ApiKey> key = rooms.db()
                .read(() -> keys.byToken(text).filter(found -> life.maker(found).isPresent()));
        if (key.isEmpty()) {
            return new KeyOutcome.Dead();
        }
        Optional<Instant> wait = budget.take(key.get().id(), now);
        if (wait.isPresent()) {
            return new KeyOutcome.Delayed(wait.get());
        }
        keys.touch(key.get(), from.network(), now);
        return key.get().scopes().contains(scope) ? new KeyOutcome.Known(key.get()) : new KeyOutcome.OutOfScope();
    }

    /// The language of whoever made the key.
    public String locale(ApiKey key) {
        return rooms.accounts().byId(key.accountId()).map(Account::locale).orElse("en");
    }

    /// The organisation's keys, the newest first.
    public MemberOutcome<Listing> list(Session by, String organisationId) {
        return admins.look(
                by,
                organisationId,
                actor -> new MemberOutcome.Done<>(
                        new Listing(listed(keys.of(organisationId)), actor.role() == Role.OWNER)));
    }

    private List<Listed> listed(List<ApiKey> found) {
        Map<String, String> known =
                names.names(found.stream().map(ApiKey::accountId).collect(Collectors.toSet()));
        return found.stream()
                .map(key -> new Listed(key, known.get(key.accountId()), over(key)))
                .toList();
    }

    private @Nullable Why over(ApiKey key) {
        if (key.ended() != null) {
            return key.ended().why();
        }
        if (!key.standing(rooms.clock().instant())) {
            return Why.EXPIRED;
        }
        return life.maker(key).isEmpty() ? Why.MAKER : null;
    }

    /// Whether the caller may make a key now: an owner with fresh proof.
    public MemberOutcome<Nothing> mayMake(Session by, String organisationId) {
        return asOwner(by, organisationId, _ -> MemberOutcome.done());
    }

    /// Makes a key, which is known only now. Every owner is told.
    public MemberOutcome<Made> make(Session by, String organisationId, Wanted wanted, Origin origin) {
        Instant now = rooms.clock().instant();
        return asOwner(by, organisationId, actor -> {
            Optional<WhyNot> fault = fault(wanted, now);
            if (fault.isPresent()) {
                return MemberOutcome.refused(fault.get());
            }
            if (keys.standing(organisationId, now) >= MOST) {
                return MemberOutcome.refused(WhyNot.TOO_MANY_KEYS);
            }
            ApiKeys.Made made = keys.make(actor, wanted.name().strip(), wanted.scopes(), wanted.expiresAt(), now);
            ApiKey key = made.key();
            List<String> scopes =
                    key.scopes().stream().map(KeyScope::word).sorted().toList();
            rooms.audit()
                    .record(
                            new AuditEvent.ApiKeyMade(actor.accountId(), organisationId, key.id(), key.name(), scopes),
                            origin,
                            now);
            mails.keyMade(actor, MessageKind.API_KEY_MADE, key.name(), "/organisation/keys", now);
            return new MemberOutcome.Done<>(
                    new Made(listed(List.of(key)).getFirst(), made.token().text()));
        });
    }

    private static Optional<WhyNot> fault(Wanted wanted, Instant now) {
        String name = wanted.name().strip();
        boolean named = !name.isEmpty()
                && name.codePointCount(0, name.length()) <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
        if (!named) {
            return Optional.of(WhyNot.NOT_A_KEY_NAME);
        }
        if (wanted.scopes().isEmpty()) {
            return Optional.of(WhyNot.KEY_WITHOUT_SCOPE);
        }
        boolean inTime = wanted.expiresAt().isAfter(now) && !wanted.expiresAt().isAfter(now.plus(LONGEST));
        return inTime ? Optional.empty() : Optional.of(WhyNot.KEY_TIME);
    }

    /// Revokes a key: its next call is refused.
    public MemberOutcome<Nothing> revoke(Session by, String organisationId, String keyId, Origin origin) {
        Instant now = rooms.clock().instant();
        return asOwner(by, organisationId, actor -> {
            Optional<ApiKey> key =
                    keys.byId(keyId).filter(found -> found.organisationId().equals(organisationId));
            if (key.isEmpty() || !keys.end(keyId, Why.REVOKED, now)) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            rooms.audit()
                    .record(
                            new AuditEvent.ApiKeyRevoked(
                                    actor.accountId(),
                                    organisationId,
                                    keyId,
                                    key.get().name()),
                            origin,
                            now);
            return MemberOutcome.done();
        });
    }

    private <T> MemberOutcome<T> asOwner(
            Session by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        return admins.change(
                by,
                organisationId,
                actor -> actor.role() == Role.OWNER ? work.apply(actor) : MemberOutcome.refused(WhyNot.OWNERS_ONLY));
    }

    /// Notes of keys that are over that they are, once each; for a job to call. They were refused already.
    public void sweep() {
        Instant now = rooms.clock().instant();
        List<ApiKey> over = keys.over(now, AT_ONCE);
        if (over.isEmpty()) {
            return;
        }
        rooms.db()
                .inTransaction(() -> over.forEach(key -> {
                    Why why = key.expiresAt().isAfter(now) ? Why.MAKER : Why.EXPIRED;
                    if (keys.end(key.id(), why, now)) {
                        note(rooms, key, why, now);
                    }
                }));
    }

    /// Puts on record that a key ended without anybody revoking it.
    static void note(SignInRooms rooms, ApiKey key, Why why, Instant now) {
        rooms.audit()
                .record(
                        new AuditEvent.ApiKeyEnded(key.organisationId(), key.id(), key.name(), why.word()),
                        Origin.CONSOLE,
                        now);
    }
}
