package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.ClientFields;
import dev.countersign.people.client.ClientTerms;
import dev.countersign.people.client.Clients;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The apps of an organisation: its admins see them; its owners, and API keys with the scope, register, change and
/// remove them.
public final class OrganisationClients {
    /// The apps of one organisation, at most.
    public static final int MOST = 100;

    private final SignInRooms rooms;
    private final Clients clients;
    private final Admins admins;

    /// The journey through those rooms.
    public OrganisationClients(SignInRooms rooms, StepUps stepUps, Clients clients) {
        this.rooms = rooms;
        this.clients = clients;
        this.admins = new Admins(rooms, stepUps);
    }

    /// Apps, and whether the caller may change them.
    public record Listed(List<Client> clients, boolean changeable) {}

    /// An app, and whether the caller may change it.
    public record Seen(Client client, boolean changeable) {}

    /// A secret that is known only now.
    public record Replaced(Client client, Token secret) {}

    /// The organisation's apps.
    public MemberOutcome<Listed> list(Actor by, String organisationId) {
        return admins.look(
                by,
                organisationId,
                actor -> new MemberOutcome.Done<>(new Listed(clients.of(organisationId), actor.role() == Role.OWNER)));
    }

    /// One of its apps.
    public MemberOutcome<Seen> look(Actor by, String organisationId, String clientId) {
        return admins.look(
                by,
                organisationId,
                actor -> of(organisationId, clientId)
                        .<MemberOutcome<Seen>>map(
                                client -> new MemberOutcome.Done<>(new Seen(client, actor.role() == Role.OWNER)))
                        .orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    private Optional<Client> of(String organisationId, String clientId) {
        return clients.byId(clientId).filter(client -> client.organisationId().equals(organisationId));
    }

    private <T> MemberOutcome<T> asOwner(Actor by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        return admins.change(
                by,
                organisationId,
                actor -> actor.role() == Role.OWNER || by instanceof ApiKey
                        ? work.apply(actor)
                        : MemberOutcome.refused(WhyNot.OWNERS_ONLY));
    }

    private <T> MemberOutcome<T> change(
            Actor by, String organisationId, String clientId, Function<Client, MemberOutcome<T>> work) {
        return asOwner(
                by,
                organisationId,
                _ -> of(organisationId, clientId).map(work).orElseGet(() -> MemberOutcome.refused(WhyNot.NOT_THERE)));
    }

    /// Registers an app; its secret is known only now.
    public MemberOutcome<Clients.Registered> register(
            Actor by, String organisationId, ClientTerms terms, Origin origin) {
        Instant now = rooms.clock().instant();
        return asOwner(by, organisationId, actor -> {
            if (terms.everyone() && !operates(by)) {
                return MemberOutcome.refused(WhyNot.OPERATOR_ONLY);
            }
            if (clients.count(organisationId) >= MOST) {
                return MemberOutcome.refused(WhyNot.TOO_MANY_APPS);
            }
            Clients.Registered registered = clients.register(organisationId, terms, now);
            rooms.audit()
                    .record(
                            new AuditEvent.ClientRegistered(
                                    actor.accountId(),
                                    organisationId,
                                    registered.client().id(),
                                    terms.name()),
                            origin,
                            now);
            return new MemberOutcome.Done<>(registered);
        });
    }

    /// Changes what was agreed; the kind of an app stays.
    public MemberOutcome<Client> change(
            Actor by, String organisationId, String clientId, ClientTerms terms, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, clientId, client -> {
            if (terms.kind() != client.terms().kind()) {
                return MemberOutcome.refused(WhyNot.APP_KIND_STAYS);
            }
            if (terms.everyone() && !client.terms().everyone() && !operates(by)) {
                return MemberOutcome.refused(WhyNot.OPERATOR_ONLY);
            }
            List<String> changed = ClientFields.changed(client.terms(), terms);
            clients.change(client, terms);
            if (!changed.isEmpty()) {
                rooms.audit()
                        .record(
                                new AuditEvent.ClientChanged(
                                        by.accountId(), organisationId, clientId, terms.name(), changed),
                                origin,
                                now);
            }
            return new MemberOutcome.Done<>(clients.byId(clientId).orElseThrow());
        });
    }

    private boolean operates(Actor by) {
        return by instanceof Session
                && rooms.accounts()
                        .byId(by.accountId())
                        .filter(Account::operator)
                        .isPresent();
    }

    /// Gives the app another secret. The one before works on for a day, or not at all.
    public MemberOutcome<Replaced> rotate(
            Actor by, String organisationId, String clientId, boolean atOnce, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, clientId, client -> {
            Optional<Token> secret = clients.rotate(client, atOnce, now);
            if (secret.isEmpty()) {
                return MemberOutcome.refused(WhyNot.APP_HAS_NO_SECRET);
            }
            rooms.audit()
                    .record(
                            new AuditEvent.ClientSecretReplaced(
                                    by.accountId(),
                                    organisationId,
                                    clientId,
                                    client.terms().name(),
                                    atOnce),
                            origin,
                            now);
            return new MemberOutcome.Done<>(new Replaced(clients.byId(clientId).orElseThrow(), secret.get()));
        });
    }

    /// Removes the app, with all that it was given.
    public MemberOutcome<MemberOutcome.Nothing> remove(
            Actor by, String organisationId, String clientId, Origin origin) {
        Instant now = rooms.clock().instant();
        return change(by, organisationId, clientId, client -> {
            clients.remove(client);
            rooms.audit()
                    .record(
                            new AuditEvent.ClientRemoved(
                                    by.accountId(),
                                    organisationId,
                                    clientId,
                                    client.terms().name()),
                            origin,
                            now);
            return MemberOutcome.done();
        });
    }
}
