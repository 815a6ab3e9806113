package dev.countersign.journeys.authorization;

import dev.countersign.people.account.Account;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Scope;
import dev.countersign.people.organisation.Membership;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A grant that policy has just found good, with what may be told of the person.
///
/// @param acr how strongly the person is signed in now, by what they proved then
/// @param membership the account's place in the organisation that the app belongs to, or null
/// @param confirmed whether addresses are confirmed on this server
public record Holding(
        Grant grant,
        Client client,
        Account account,
        String acr,
        List<String> amr,
        Instant authTime,
        @Nullable Membership membership,
        String organisationName,
        boolean confirmed) {

    /// Whose it is.
    public String accountId() {
        return grant.accountId();
    }

    /// What those scopes tell of the person (OpenID Connect Core §5.4), without the subject.
    public Map<String, Object> claims(Set<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        if (scopes.contains(Scope.PROFILE)) {
            claims.put("name", account.name());
            claims.put("locale", account.locale());
            claims.put("zoneinfo", account.timeZone());
        }
        if (scopes.contains(Scope.EMAIL)) {
            claims.put("email", account.email());
            claims.put("email_verified", confirmed);
        }
        if (scopes.contains(Scope.ORGANISATIONS)) {
            // An app learns the place in its own organisation, not who else the person works for.
            claims.put("organisations", membership == null ? List.of() : List.of(place(membership)));
            claims.put(
                    "roles",
                    membership == null ? List.of() : List.of(membership.role().word()));
        }
        return claims;
    }

    private Map<String, Object> place(Membership in) {
        return Map.of(
                "id",
                client.organisationId(),
                "name",
                organisationName,
                "role",
                in.role().word());
    }
}
