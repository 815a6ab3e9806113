package dev.countersign.factors.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.testing.Databases;
import dev.countersign.testing.SoftKey;
import java.net.URI;
import java.time.Instant;
import java.util.function.Consumer;

/// The room on a fresh database with the accounts a and b, and the way through it.
final class PasskeyRoom {
    static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    static final String ORIGIN = "https://sign-in.example.org";
    static final RelyingParty PARTY = RelyingParty.at(URI.create(ORIGIN), "Example");
    static final PasskeyQuestion ENROL = PasskeyQuestion.enrol("e1", "a");
    static final PasskeyQuestion SIGN_IN = PasskeyQuestion.signIn("browser");
    static final PasskeyQuestion SECOND = PasskeyQuestion.secondStep("c1", "a");
    static final PasskeyDemand PREFERRED = PasskeyDemand.preferred();
    static final PasskeyDemand VERIFIED = PasskeyDemand.verified();
    static final PasskeyUser ANN = new PasskeyUser("ann@example.org", "Ann");

    final Db db;
    final Factors factors;
    final Passkeys passkeys;

    PasskeyRoom(Databases databases) {
        this(databases, PARTY);
    }

    PasskeyRoom(Databases databases, RelyingParty party) {
        db = databases.fresh();
        for (String id : new String[] {"a", "b"}) {
            new Accounts(db).add(new Account(id, id + "@example.org", "Name", "en", "UTC", 0, false, NOW));
        }
        factors = new Factors(db);
        passkeys = new Passkeys(db, new Tokens(), factors, party);
    }

    String creation() {
        return passkeys.creationOptions(ENROL, ANN, PREFERRED, NOW).json();
    }

    CreationOutcome create(SoftKey key, PasskeyDemand demand, Consumer<SoftKey.Draft> change) {
        return passkeys.checkCreation(ENROL, key.create(creation(), change), demand, NOW);
    }

    /// That key, enrolled by the account.
    Passkey enrolled(SoftKey key, String accountId) {
        PasskeyQuestion question = PasskeyQuestion.enrol("e1", accountId);
        String options = passkeys.creationOptions(question, ANN, PREFERRED, NOW).json();
        NewPasskey made = proven(passkeys.checkCreation(question, key.create(options), PREFERRED, NOW));
        AddOutcome added = passkeys.add(made, made.suggestedName(), NOW);
        assertThat(added).isInstanceOf(AddOutcome.Added.class);
        return ((AddOutcome.Added) added).passkey();
    }

    String request(PasskeyQuestion question) {
        return passkeys.requestOptions(question, PREFERRED, NOW).json();
    }

    AssertionOutcome get(SoftKey key, PasskeyQuestion question, PasskeyDemand demand, Consumer<SoftKey.Draft> change) {
        return passkeys.checkAssertion(question, key.get(request(question), change), demand, NOW);
    }

    /// A proof that was checked and waits.
    PasskeyProof proof(SoftKey key, PasskeyQuestion question) {
        AssertionOutcome outcome = get(key, question, PREFERRED, _ -> {});
        assertThat(outcome).isInstanceOf(AssertionOutcome.Proven.class);
        return ((AssertionOutcome.Proven) outcome).proof();
    }

    static NewPasskey proven(CreationOutcome outcome) {
        assertThat(outcome).isInstanceOf(CreationOutcome.Proven.class);
        return ((CreationOutcome.Proven) outcome).passkey();
    }
}
