package dev.countersign.factors.passkey;

import static dev.countersign.factors.passkey.PasskeyRoom.NOW;
import static dev.countersign.factors.passkey.PasskeyRoom.ORIGIN;
import static dev.countersign.factors.passkey.PasskeyRoom.PREFERRED;
import static dev.countersign.factors.passkey.PasskeyRoom.SECOND;
import static dev.countersign.factors.passkey.PasskeyRoom.SIGN_IN;
import static dev.countersign.factors.passkey.PasskeyRoom.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.SoftKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Signing with a passkey: what counts, and each thing that does not.
class AssertionTest {
    private static final Instant LATER = NOW.plusSeconds(60);

    @EachDatabase
    void signInWhenNobodyWasNamedThenFindsTheAccountAndIsBothSteps(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        Passkey passkey = room.enrolled(key, "a");

        RequestOptions options = room.passkeys.requestOptions(SIGN_IN, PREFERRED, NOW);
        assertThat(options.allowCredentials()).isEmpty();
        assertThat(options.userVerification()).isEqualTo("required");
        assertThat(options.rpId()).isEqualTo("sign-in.example.org");

        PasskeyProof proof = room.proof(key, SIGN_IN);
        assertThat(proof).isEqualTo(new PasskeyProof("a", passkey.id(), true, true, false, 0));
        AcceptOutcome accepted = room.passkeys.accept(proof, LATER);
        assertThat(accepted).isInstanceOfSatisfying(AcceptOutcome.Accepted.class, it -> {
            assertThat(it.userVerified()).isTrue();
            assertThat(it.passkey().lastUsedAt()).isEqualTo(LATER);
        });
        assertThat(room.factors.list("a")).extracting(Factor::lastUsedAt).containsExactly(LATER);
    }

    @EachDatabase
    void secondStepWhenTheKeyCannotVerifyThenIsPossessionAlone(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN).flags(SoftKey.PRESENT);
        room.enrolled(key, "a");

        assertThat(room.passkeys.requestOptions(SECOND, PREFERRED, NOW).allowCredentials())
                .containsExactly(new CredentialDescriptor("public-key", key.id(), List.of("internal")));
        PasskeyProof proof = room.proof(key, SECOND);
        assertThat(proof.userVerified()).isFalse();
        assertThat(room.passkeys.accept(proof, NOW))
                .isInstanceOfSatisfying(
                        AcceptOutcome.Accepted.class,
                        it -> assertThat(it.userVerified()).isFalse());
        assertThat(fault(room.get(key, SECOND, VERIFIED, _ -> {}))).isEqualTo(PasskeyFault.USER_VERIFICATION);
        assertThat(fault(room.get(key, SIGN_IN, PREFERRED, _ -> {}))).isEqualTo(PasskeyFault.USER_VERIFICATION);
    }

    @EachDatabase
    void secondStepWhenNoUserHandleIsSentThenCounts(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        room.enrolled(key, "a");

        assertThat(room.get(key, SECOND, PREFERRED, draft -> draft.userHandle = null))
                .isInstanceOf(AssertionOutcome.Proven.class);
        assertThat(fault(room.get(key, SIGN_IN, PREFERRED, draft -> draft.userHandle = null)))
                .isEqualTo(PasskeyFault.USER_HANDLE);
        assertThat(fault(room.get(key, SIGN_IN, PREFERRED, draft -> draft.userHandle = new byte[0])))
                .isEqualTo(PasskeyFault.USER_HANDLE);
    }

    @EachDatabase
    void answerWhenOneThingIsWrongThenIsRefusedForThat(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        Passkey passkey = room.enrolled(key, "a");
        Map<Consumer<SoftKey.Draft>, PasskeyFault> faults = new LinkedHashMap<>();
        faults.put(draft -> draft.type = "webauthn.create", PasskeyFault.TYPE);
        faults.put(draft -> draft.origin = "https://sign-in.example.org.evil.example", PasskeyFault.ORIGIN);
        faults.put(draft -> draft.origin = "https://evil.example", PasskeyFault.ORIGIN);
        faults.put(draft -> draft.crossOrigin = true, PasskeyFault.CROSS_ORIGIN);
        faults.put(draft -> draft.topOrigin = "https://evil.example", PasskeyFault.CROSS_ORIGIN);
        faults.put(draft -> draft.rpId = "evil.example", PasskeyFault.RELYING_PARTY);
        faults.put(draft -> draft.flags = SoftKey.VERIFIED, PasskeyFault.USER_PRESENCE);
        faults.put(draft -> draft.flags = SoftKey.PRESENT, PasskeyFault.USER_VERIFICATION);
        faults.put(draft -> draft.flags |= SoftKey.SYNCED, PasskeyFault.BACKUP_FLAGS);
        faults.put(draft -> draft.flags |= SoftKey.SYNCABLE, PasskeyFault.BACKUP_FLAGS);
        faults.put(draft -> draft.userHandle = new byte[32], PasskeyFault.USER_HANDLE);
        faults.put(draft -> draft.signature = bytes -> bytes[bytes.length - 1] ^= 1, PasskeyFault.SIGNATURE);
        faults.put(draft -> draft.signature = bytes -> bytes[0] ^= 1, PasskeyFault.SIGNATURE);

        faults.forEach((change, fault) -> assertThat(room.get(key, SIGN_IN, PREFERRED, change))
                .isEqualTo(new AssertionOutcome.Refused(fault, "a", passkey.id())));
    }

    @EachDatabase
    void signatureWhenMadeByAnotherKeyThenIsRefused(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey mine = SoftKey.es256(ORIGIN);
        SoftKey theirs = SoftKey.es256(ORIGIN);
        room.enrolled(mine, "a");
        room.enrolled(theirs, "b");
        byte[] myId = Base64Url.decode(mine.id());

        assertThat(fault(room.get(theirs, SECOND, PREFERRED, draft -> {
                    draft.credentialId = myId;
                    draft.userHandle = null;
                })))
                .isEqualTo(PasskeyFault.SIGNATURE);
        assertThat(fault(room.get(theirs, SIGN_IN, PREFERRED, draft -> draft.credentialId = myId)))
                .isEqualTo(PasskeyFault.USER_HANDLE);
        assertThat(room.get(theirs, SECOND, PREFERRED, _ -> {})).isEqualTo(new AssertionOutcome.NotTheirs());
    }

    @EachDatabase
    void passkeyWhenRemovedThenIsUnknownAndTheBrowserCanBeToldSo(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        SoftKey other = SoftKey.es256(ORIGIN);
        Passkey passkey = room.enrolled(key, "a");
        room.enrolled(other, "a");
        PasskeyProof late = room.proof(key, SECOND);

        assertThat(room.passkeys.remove("b", passkey.id())).isFalse();
        assertThat(room.passkeys.remove("a", passkey.id())).isTrue();

        assertThat(room.get(key, SIGN_IN, PREFERRED, _ -> {}))
                .isEqualTo(new AssertionOutcome.UnknownPasskey(new UnknownCredential("sign-in.example.org", key.id())));
        assertThat(room.passkeys.accept(late, NOW)).isEqualTo(new AcceptOutcome.Gone());
        AcceptedCredentials left = room.passkeys.acceptedCredentials("a");
        assertThat(left.allAcceptedCredentialIds()).containsExactly(other.id());
        assertThat(left.json())
                .isEqualTo("{\"rpId\":\"sign-in.example.org\",\"userId\":\"" + left.userId()
                        + "\",\"allAcceptedCredentialIds\":[\"" + other.id() + "\"]}");
        room.passkeys.removeAll("a");
        assertThat(room.passkeys.list("a")).isEmpty();
        assertThat(room.factors.list("a")).isEmpty();
    }

    @EachDatabase
    void challengeWhenForeignSpentOrOldThenIsNone(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        room.enrolled(key, "a");
        room.enrolled(SoftKey.es256(ORIGIN), "b");
        AssertionOutcome gone = new AssertionOutcome.ChallengeGone();
        String answer = key.get(room.request(SECOND));

        List<PasskeyQuestion> others = List.of(
                SIGN_IN,
                PasskeyQuestion.stepUp("c1", "a"),
                PasskeyQuestion.secondStep("c2", "a"),
                PasskeyQuestion.secondStep("c1", "b"),
                PasskeyQuestion.signIn("c1"));
        for (PasskeyQuestion other : others) {
            assertThat(room.passkeys.checkAssertion(other, answer, PREFERRED, NOW))
                    .isEqualTo(gone);
        }
        assertThat(room.passkeys.checkAssertion(SECOND, answer, PREFERRED, NOW.plus(Duration.ofMinutes(5))))
                .isEqualTo(gone);
        String mine = room.passkeys.requestOptions(SIGN_IN, PREFERRED, NOW).challenge();
        assertThat(room.get(key, SECOND, PREFERRED, draft -> draft.challenge = mine))
                .isEqualTo(gone);
        // None of these has spent it.
        assertThat(room.passkeys.checkAssertion(SECOND, answer, PREFERRED, NOW))
                .isInstanceOf(AssertionOutcome.Proven.class);
        assertThat(room.passkeys.checkAssertion(SECOND, answer, PREFERRED, NOW)).isEqualTo(gone);
    }

    @EachDatabase
    void answerWhenSentManyTimesAtOnceThenCountsOnce(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        room.enrolled(key, "a");
        String answer = key.get(room.request(SIGN_IN));

        List<AssertionOutcome> outcomes =
                AtOnce.run(8, _ -> room.passkeys.checkAssertion(SIGN_IN, answer, PREFERRED, NOW));

        assertThat(outcomes)
                .filteredOn(AssertionOutcome.Proven.class::isInstance)
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(AssertionOutcome.ChallengeGone.class::isInstance)
                .hasSize(7);
    }

    @EachDatabase
    void counterWhenItDoesNotRiseThenTheProofIsOfACopy(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN).counter(5);
        Passkey passkey = room.enrolled(key, "a");

        for (long counter : new long[] {5, 4, 0}) {
            assertThat(room.passkeys.accept(room.proof(key.counter(counter), SECOND), NOW))
                    .isEqualTo(new AcceptOutcome.Cloned(passkey));
        }
        assertThat(room.passkeys.accept(room.proof(key.counter(6), SECOND), LATER))
                .isInstanceOf(AcceptOutcome.Accepted.class);
        assertThat(room.passkeys.accept(room.proof(key.counter(0xFFFF_FFFFL), SECOND), LATER))
                .isInstanceOf(AcceptOutcome.Accepted.class);
        assertThat(room.passkeys.accept(room.proof(key.counter(7), SECOND), LATER))
                .isInstanceOf(AcceptOutcome.Cloned.class);
    }

    @EachDatabase
    void counterWhenThereIsNoneThenEveryProofCounts(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        room.enrolled(key, "a");

        for (int i = 0; i < 3; i++) {
            assertThat(room.passkeys.accept(room.proof(key, SECOND), NOW)).isInstanceOf(AcceptOutcome.Accepted.class);
        }
    }

    @EachDatabase
    void proofsOfOneCounterWhenAcceptedAtOnceThenOneCounts(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN).counter(1);
        room.enrolled(key, "a");
        key.counter(2);
        List<PasskeyProof> copies = List.of(room.proof(key, SECOND), room.proof(key, SECOND), room.proof(key, SIGN_IN));

        List<AcceptOutcome> outcomes = AtOnce.run(3, i -> room.passkeys.accept(copies.get(i), NOW));

        assertThat(outcomes)
                .filteredOn(AcceptOutcome.Accepted.class::isInstance)
                .hasSize(1);
        assertThat(outcomes).filteredOn(AcceptOutcome.Cloned.class::isInstance).hasSize(2);
    }

    @EachDatabase
    void backupStateWhenItChangesThenIsKept(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        int syncable = SoftKey.PRESENT | SoftKey.VERIFIED | SoftKey.SYNCABLE;
        SoftKey key = SoftKey.es256(ORIGIN).flags(syncable);
        Passkey before = room.enrolled(key, "a");
        assertThat(before.synced()).isFalse();

        room.passkeys.accept(room.proof(key.flags(syncable | SoftKey.SYNCED), SECOND), NOW);

        assertThat(room.passkeys.byId("a", before.id()))
                .get()
                .extracting(Passkey::synced)
                .isEqualTo(true);
        assertThat(fault(room.get(key, SECOND, PREFERRED, draft -> draft.flags = SoftKey.PRESENT)))
                .isEqualTo(PasskeyFault.BACKUP_FLAGS);
    }

    @EachDatabase
    void passkeyWhenSuspendedThenIsNeitherAskedForNorTaken(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        room.enrolled(key, "a");
        room.factors.suspend("a", FactorType.PASSKEY, NOW);

        assertThat(room.passkeys.requestOptions(SECOND, PREFERRED, NOW).allowCredentials())
                .isEmpty();
        assertThat(fault(room.get(key, SECOND, PREFERRED, _ -> {}))).isEqualTo(PasskeyFault.SUSPENDED);
    }

    @EachDatabase
    void passkeyWhenRenamedThenIsListedByThatNameForItsOwnerAlone(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        Passkey passkey = room.enrolled(SoftKey.es256(ORIGIN), "a");

        assertThat(room.passkeys.rename("b", passkey.id(), "Theirs")).isFalse();
        assertThat(room.passkeys.rename("a", passkey.id(), "Work phone")).isTrue();

        assertThat(room.passkeys.list("a")).extracting(Passkey::name).containsExactly("Work phone");
    }

    private static PasskeyFault fault(AssertionOutcome outcome) {
        assertThat(outcome).isInstanceOf(AssertionOutcome.Refused.class);
        return ((AssertionOutcome.Refused) outcome).fault();
    }
}
