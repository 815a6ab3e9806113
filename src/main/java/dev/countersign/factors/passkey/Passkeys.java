package dev.countersign.factors.passkey;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Passkeys and security keys: of an account up to ten.
///
/// Making one and using one go alike: options for the browser, with a challenge that is good once; a check of what
/// came back, which is slow and belongs outside transactions; and a write in the transaction that it decides
/// ([#add], [#accept]).
public final class Passkeys {
    /// How many an account may have.
    public static final int MOST = 10;

    private static final int CHALLENGE_BYTES = 32;
    private static final int HANDLE_BYTES = 32;

    private final Db db;
    private final Tokens tokens;
    private final Factors factors;
    private final RelyingParty party;
    private final PasskeyStore store;
    private final PasskeyChallengeStore challenges;
    private final CreationCheck creations;
    private final AssertionCheck assertions;

    public Passkeys(Db db, Tokens tokens, Factors factors, RelyingParty party) {
        this.db = db;
        this.tokens = tokens;
        this.factors = factors;
        this.party = party;
        this.store = new PasskeyStore(db);
        this.challenges = new PasskeyChallengeStore(db);
        WebAuthn webAuthn = new WebAuthn(party);
        this.creations = new CreationCheck(party, webAuthn);
        this.assertions = new AssertionCheck(party, webAuthn);
    }

    /// Who they are made for.
    public RelyingParty relyingParty() {
        return party;
    }

    /// What the browser is asked in order to make a passkey. Those of the account are named, so that an
    /// authenticator that has one makes no second.
    public CreationOptions creationOptions(
            PasskeyQuestion question, PasskeyUser user, PasskeyDemand demand, Instant now) {
        String accountId = ofAccount(question, PasskeyPurpose.ENROL);
        String residentKey = demand.discoverable() ? "required" : "preferred";
        return db.inTransaction(() -> new CreationOptions(
                new CreationOptions.Party(party.id(), party.name()),
                new CreationOptions.User(handle(accountId), user.address(), user.name()),
                challenge(question, now),
                WebAuthn.ALGORITHMS.stream()
                        .map(algorithm -> new CreationOptions.Parameter("public-key", (int) algorithm.getValue()))
                        .toList(),
                party.timeout().toMillis(),
                descriptors(store.of(accountId)),
                new CreationOptions.Selection(
                        residentKey,
                        demand.discoverable(),
                        demand.userVerification().word()),
                demand.deviceBound() ? List.of("security-key") : List.of(),
                party.models().limited() ? "direct" : "none",
                new CreationOptions.Extensions(true)));
    }

    /// Checks a new passkey as the browser sent it (`RegistrationResponseJSON`) and spends its challenge. Slow: not
    /// to be called inside a transaction.
    public CreationOutcome checkCreation(
            PasskeyQuestion question, String credential, PasskeyDemand demand, Instant now) {
        String accountId = ofAccount(question, PasskeyPurpose.ENROL);
        Optional<CredentialJson.Creation> read = CredentialJson.creation(credential);
        if (read.isEmpty()) {
            return new CreationOutcome.Malformed();
        }
        if (!spend(question, read.get().client(), now)) {
            return new CreationOutcome.ChallengeGone();
        }
        return creations.check(accountId, read.get(), demand);
    }

    /// Enrols a passkey that was checked, under that name, or with a number behind it where the account has one of
    /// that name.
    public AddOutcome add(NewPasskey passkey, String name, Instant now) {
        String accountId = passkey.accountId();
        return db.inTransaction(() -> {
            db.lock("passkeys:" + accountId);
            if (store.count(accountId) >= MOST) {
                return new AddOutcome.TooMany();
            }
            String id = tokens.newId(now);
            // §7.1 step 26: "Verify that the credentialId is not yet registered for any user."
            if (!store.insert(id, passkey)) {
                return new AddOutcome.AlreadyEnrolled();
            }
            Factor factor = new Factor(id, accountId, FactorType.PASSKEY, free(accountId, name), now, null, null);
            factors.add(factor);
            return new AddOutcome.Added(new PasskeyStore.Row(id, passkey).named(factor));
        });
    }

    /// What the browser is asked in order to sign. A second step names the account's passkeys; a sign-in names
    /// none, and needs user verification.
    public RequestOptions requestOptions(PasskeyQuestion question, PasskeyDemand demand, Instant now) {
        String accountId = question.accountId();
        UserVerification verification =
                verificationNeeded(question, demand) ? UserVerification.REQUIRED : demand.userVerification();
        return db.inTransaction(() -> new RequestOptions(
                challenge(question, now),
                party.timeout().toMillis(),
                party.id(),
                accountId == null ? List.of() : descriptors(usable(accountId)),
                verification.word(),
                List.of()));
    }

    /// Checks a signature as the browser sent it (`AuthenticationResponseJSON`) and spends its challenge. Slow: not
    /// to be called inside a transaction.
    public AssertionOutcome checkAssertion(
            PasskeyQuestion question, String credential, PasskeyDemand demand, Instant now) {
        PasskeyAnswer answer = PasskeyAnswer.read(credential);
        return check(db.inTransaction(() -> lookUp(question, answer, demand, now)));
    }

    /// Spends the challenge of what the browser sent and finds out whose passkey it is of: what can be done in the
    /// transaction that counts the attempt.
    public PasskeyLookup lookUp(PasskeyQuestion question, PasskeyAnswer answer, PasskeyDemand demand, Instant now) {
        CredentialJson.Assertion assertion = answer.assertion();
        if (assertion == null) {
            return new PasskeyLookup.Settled(new AssertionOutcome.Malformed());
        }
        return db.inTransaction(() -> spend(question, assertion.client(), now)
                ? whose(question, assertion, demand)
                : new PasskeyLookup.Settled(new AssertionOutcome.ChallengeGone()));
    }

    private PasskeyLookup whose(PasskeyQuestion question, CredentialJson.Assertion assertion, PasskeyDemand demand) {
        Optional<PasskeyStore.Row> found = store.byCredential(assertion.credentialId());
        if (found.isEmpty()) {
            return new PasskeyLookup.Settled(
                    new AssertionOutcome.UnknownPasskey(new UnknownCredential(party.id(), assertion.credentialId())));
        }
        PasskeyStore.Row row = found.get();
        String owner = row.passkey().accountId();
        // §7.2 step 5: "If pkOptions.allowCredentials is not empty, verify that credential.id identifies one of the
        // public key credentials listed".
        if (question.accountId() != null && !question.accountId().equals(owner)) {
            return new PasskeyLookup.Settled(new AssertionOutcome.NotTheirs());
        }
        if (!handleFits(question, assertion, owner)) {
            return refused(PasskeyFault.USER_HANDLE, row);
        }
        if (!factors.byId(owner, row.factorId()).map(Factor::usable).orElse(false)) {
            return refused(PasskeyFault.SUSPENDED, row);
        }
        return new PasskeyLookup.Found(assertion, row, verificationNeeded(question, demand));
    }

    private static PasskeyLookup refused(PasskeyFault fault, PasskeyStore.Row row) {
        return new PasskeyLookup.Settled(
                new AssertionOutcome.Refused(fault, row.passkey().accountId(), row.factorId()));
    }

    /// Checks the signature. Slow: not to be called inside a transaction.
    public AssertionOutcome check(PasskeyLookup lookup) {
        return switch (lookup) {
            case PasskeyLookup.Settled(AssertionOutcome outcome) -> outcome;
            case PasskeyLookup.Found found ->
                assertions.check(found.assertion(), found.stored(), found.verificationNeeded());
        };
    }

    /// Lets a checked proof count, by one conditional write: of one passkey's proofs with one counter at most one
    /// is accepted, unless it keeps no counter (always 0).
    public AcceptOutcome accept(PasskeyProof proof, Instant now) {
        return db.inTransaction(() -> {
            boolean counted = store.accept(proof);
            if (counted) {
                factors.used(proof.accountId(), proof.passkeyId(), now);
            }
            Optional<Passkey> passkey = byId(proof.accountId(), proof.passkeyId());
            if (passkey.isEmpty()) {
                return new AcceptOutcome.Gone();
            }
            return counted
                    ? new AcceptOutcome.Accepted(passkey.get(), proof.userVerified())
                    : new AcceptOutcome.Cloned(passkey.get());
        });
    }

    /// From now on none of the account's passkeys opens anything alone until it was used with the password: whoever
    /// was locked out may have made one.
    public void demandPassword(String accountId) {
        db.inTransaction(() -> store.demandPassword(accountId));
    }

    /// Whether that passkey has to be used with the password once before it opens anything alone.
    public boolean demandsPassword(String accountId, String id) {
        return db.read(() -> store.demandsPassword(accountId, id));
    }

    /// It was used with the password, and made sure that it is the person, or did not.
    public void passwordGiven(String accountId, String id, boolean userVerified) {
        db.inTransaction(() -> store.passwordGiven(accountId, id, userVerified));
    }

    /// The account's passkeys, the oldest first.
    public List<Passkey> list(String accountId) {
        return db.read(() -> {
            Map<String, Factor> named =
                    factors.list(accountId).stream().collect(Collectors.toMap(Factor::id, Function.identity()));
            return store.of(accountId).stream()
                    .flatMap(row -> Optional.ofNullable(named.get(row.factorId())).map(row::named).stream())
                    .toList();
        });
    }

    /// One of them.
    public Optional<Passkey> byId(String accountId, String id) {
        return list(accountId).stream().filter(it -> it.id().equals(id)).findFirst();
    }

    /// Renames one; false when it is not there.
    public boolean rename(String accountId, String id, String name) {
        return db.inTransaction(() -> byId(accountId, id).isPresent() && factors.rename(accountId, id, name));
    }

    /// Removes one; false when it is not there.
    public boolean remove(String accountId, String id) {
        return db.inTransaction(() -> store.delete(accountId, id) && factors.remove(accountId, id));
    }

    /// Removes all of the account.
    public void removeAll(String accountId) {
        db.inTransaction(() -> store.of(accountId).forEach(row -> remove(accountId, row.factorId())));
    }

    /// What the browser is told after a removal, so that the password manager drops what is gone.
    public AcceptedCredentials acceptedCredentials(String accountId) {
        return db.inTransaction(() -> new AcceptedCredentials(
                party.id(),
                handle(accountId),
                store.of(accountId).stream()
                        .map(row -> row.passkey().credentialId())
                        .toList()));
    }

    private static String ofAccount(PasskeyQuestion question, PasskeyPurpose purpose) {
        String accountId = question.accountId();
        if (question.purpose() != purpose || accountId == null) {
            throw new IllegalArgumentException("A question for another purpose");
        }
        return accountId;
    }

    /// §13.4.3: challenges "SHOULD therefore be at least 16 bytes long". Only its hash is kept.
    private String challenge(PasskeyQuestion question, Instant now) {
        String challenge = Base64Url.encode(tokens.bytes(CHALLENGE_BYTES));
        challenges.insert(Token.hash(challenge), question, now.plus(party.timeout()));
        return challenge;
    }

    // §7.1 step 8, §7.2 step 11: "Verify that the value of C.challenge equals the base64url encoding of
    // pkOptions.challenge."
    private boolean spend(PasskeyQuestion question, CredentialJson.ClientData client, Instant now) {
        return db.inTransaction(() -> challenges.spend(Token.hash(client.challenge()), question, now));
    }

    /// §5.4.3: "the user handle MUST NOT contain personally identifying information"; 64 random bytes at most.
    private String handle(String accountId) {
        return store.handle(accountId).orElseGet(() -> {
            store.putHandle(accountId, Base64Url.encode(tokens.bytes(HANDLE_BYTES)));
            return store.handle(accountId).orElseThrow();
        });
    }

    // §7.2 step 6: "If response.userHandle is present, verify that it equals the user handle of the user account";
    // where the user was not identified before, "verify that response.userHandle is present".
    private boolean handleFits(PasskeyQuestion question, CredentialJson.Assertion assertion, String owner) {
        String given = assertion.userHandle();
        if (given == null) {
            return question.accountId() != null;
        }
        return db.read(() -> store.handle(owner)).filter(given::equals).isPresent();
    }

    private static boolean verificationNeeded(PasskeyQuestion question, PasskeyDemand demand) {
        return question.purpose() == PasskeyPurpose.SIGN_IN || demand.userVerification() == UserVerification.REQUIRED;
    }

    private List<PasskeyStore.Row> usable(String accountId) {
        Set<String> usable = factors.list(accountId).stream()
                .filter(Factor::usable)
                .map(Factor::id)
                .collect(Collectors.toSet());
        return store.of(accountId).stream()
                .filter(row -> usable.contains(row.factorId()))
                .toList();
    }

    private static List<CredentialDescriptor> descriptors(List<PasskeyStore.Row> rows) {
        return rows.stream()
                .map(row -> CredentialDescriptor.of(
                        row.passkey().credentialId(), row.passkey().transports()))
                .toList();
    }

    private String free(String accountId, String name) {
        Set<String> taken =
                factors.list(accountId).stream().map(Factor::label).collect(Collectors.toCollection(HashSet::new));
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + " " + number;
        }
        return free;
    }
}
