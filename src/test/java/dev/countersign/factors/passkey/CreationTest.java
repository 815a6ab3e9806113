package dev.countersign.factors.passkey;

import static dev.countersign.factors.passkey.PasskeyRoom.ANN;
import static dev.countersign.factors.passkey.PasskeyRoom.ENROL;
import static dev.countersign.factors.passkey.PasskeyRoom.NOW;
import static dev.countersign.factors.passkey.PasskeyRoom.ORIGIN;
import static dev.countersign.factors.passkey.PasskeyRoom.PARTY;
import static dev.countersign.factors.passkey.PasskeyRoom.PREFERRED;
import static dev.countersign.factors.passkey.PasskeyRoom.VERIFIED;
import static dev.countersign.factors.passkey.PasskeyRoom.proven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.SoftKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Making a passkey: what holds, and each thing that does not.
class CreationTest {
    private static final UUID GOOGLE = UUID.fromString("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4");

    @EachDatabase
    void passkeyWhenMadeThenIsListedWithWhatItSaysOfItself(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN)
                .model(GOOGLE)
                .flags(SoftKey.PRESENT | SoftKey.VERIFIED | SoftKey.SYNCABLE | SoftKey.SYNCED);

        Passkey passkey = room.enrolled(key, "a");

        assertThat(passkey.name()).isEqualTo("Google Password Manager");
        assertThat(passkey.credentialId()).isEqualTo(key.id());
        assertThat(passkey.aaguid()).isEqualTo(GOOGLE);
        assertThat(passkey.transports()).containsExactly("internal");
        assertThat(passkey.syncable() && passkey.synced() && passkey.userVerified())
                .isTrue();
        assertThat(passkey.deviceBound()).isFalse();
        assertThat(passkey.discoverable()).isTrue();
        assertThat(room.passkeys.list("a")).containsExactly(passkey);
        assertThat(room.factors.list("a"))
                .containsExactly(
                        new Factor(passkey.id(), "a", FactorType.PASSKEY, "Google Password Manager", NOW, null, null));
    }

    @EachDatabase
    void keyOfEachOfferedKindWhenMadeThenHolds(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        for (SoftKey key : List.of(SoftKey.es256(ORIGIN), SoftKey.ed25519(ORIGIN), SoftKey.rs256(ORIGIN))) {
            room.enrolled(key, "a");
            assertThat(room.proof(key, PasskeyRoom.SECOND).userVerified()).isTrue();
        }
        assertThat(room.passkeys.list("a"))
                .extracting(Passkey::name)
                .containsExactlyInAnyOrder("Passkey", "Passkey 2", "Passkey 3");
    }

    @EachDatabase
    void optionsWhenMadeThenHaveTheFormOfTheStandard(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        Passkey passkey = room.enrolled(SoftKey.es256(ORIGIN), "a");

        JsonNode options = CredentialJson.JSON.readTree(room.creation());
        JsonNode again = CredentialJson.JSON.readTree(room.creation());

        assertThat(options.path("rp").path("id").stringValue()).isEqualTo("sign-in.example.org");
        assertThat(options.path("user").path("name").stringValue()).isEqualTo("ann@example.org");
        assertThat(options.path("user").path("displayName").stringValue()).isEqualTo("Ann");
        String handle = options.path("user").path("id").stringValue();
        assertThat(Base64Url.decode(handle)).hasSize(32);
        assertThat(handle).isEqualTo(again.path("user").path("id").stringValue());
        assertThat(Base64Url.decode(options.path("challenge").stringValue())).hasSize(32);
        assertThat(options.path("challenge")).isNotEqualTo(again.path("challenge"));
        assertThat(options.path("pubKeyCredParams").toString())
                .isEqualTo(
                        "[{\"type\":\"public-key\",\"alg\":-7},{\"type\":\"public-key\",\"alg\":-8},{\"type\":\"public-key\",\"alg\":-257}]");
        assertThat(options.path("timeout").asInt()).isEqualTo(300_000);
        assertThat(options.path("excludeCredentials").toString())
                .isEqualTo("[{\"type\":\"public-key\",\"id\":\"" + passkey.credentialId()
                        + "\",\"transports\":[\"internal\"]}]");
        assertThat(options.path("authenticatorSelection").toString())
                .isEqualTo(
                        "{\"residentKey\":\"preferred\",\"requireResidentKey\":false,\"userVerification\":\"preferred\"}");
        assertThat(options.path("attestation").stringValue()).isEqualTo("none");
        assertThat(options.path("extensions").toString()).isEqualTo("{\"credProps\":true}");
    }

    @EachDatabase
    void optionsWhenMoreIsDemandedThenSaySo(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        PasskeyDemand most = new PasskeyDemand(UserVerification.REQUIRED, true, true);

        CreationOptions options = room.passkeys.creationOptions(ENROL, ANN, most, NOW);

        assertThat(options.authenticatorSelection())
                .isEqualTo(new CreationOptions.Selection("required", true, "required"));
        assertThat(options.hints()).containsExactly("security-key");
    }

    @EachDatabase
    void answerWhenOneThingIsWrongThenIsRefusedForThat(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        Map<Consumer<SoftKey.Draft>, PasskeyFault> faults = new LinkedHashMap<>();
        faults.put(draft -> draft.type = "webauthn.get", PasskeyFault.TYPE);
        faults.put(draft -> draft.origin = "https://sign-in.example.org.evil.example", PasskeyFault.ORIGIN);
        faults.put(draft -> draft.origin = "https://example.org", PasskeyFault.ORIGIN);
        faults.put(draft -> draft.origin = "http://sign-in.example.org", PasskeyFault.ORIGIN);
        faults.put(draft -> draft.origin = "https://sign-in.example.org:8443", PasskeyFault.ORIGIN);
        faults.put(draft -> draft.origin = "https://sign-in.example.org/", PasskeyFault.ORIGIN);
        faults.put(draft -> draft.crossOrigin = true, PasskeyFault.CROSS_ORIGIN);
        faults.put(draft -> draft.topOrigin = ORIGIN, PasskeyFault.CROSS_ORIGIN);
        faults.put(draft -> draft.rpId = "example.org", PasskeyFault.RELYING_PARTY);
        faults.put(draft -> draft.flags = SoftKey.VERIFIED, PasskeyFault.USER_PRESENCE);
        faults.put(
                draft -> draft.flags = SoftKey.PRESENT | SoftKey.VERIFIED | SoftKey.SYNCED, PasskeyFault.BACKUP_FLAGS);
        faults.forEach((change, fault) -> assertThat(room.create(SoftKey.es256(ORIGIN), PREFERRED, change))
                .isEqualTo(new CreationOutcome.Refused(fault)));
        for (int algorithm : new int[] {-8, -257, -35, -65_535}) {
            assertThat(room.create(SoftKey.es256(ORIGIN), PREFERRED, draft -> draft.algorithm = algorithm))
                    .isNotInstanceOf(CreationOutcome.Proven.class);
        }
    }

    @EachDatabase
    void keyWhenItsKindIsNotOfferedThenIsRefused(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        for (SoftKey key : List.of(SoftKey.es384(ORIGIN), SoftKey.shortRsa(ORIGIN))) {
            assertThat(room.create(key, PREFERRED, _ -> {}))
                    .isEqualTo(new CreationOutcome.Refused(PasskeyFault.ALGORITHM));
        }
    }

    @EachDatabase
    void verificationOrDeviceWhenDemandedAndNotGivenThenIsRefused(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        PasskeyDemand bound = new PasskeyDemand(UserVerification.PREFERRED, false, true);
        Consumer<SoftKey.Draft> unverified = draft -> draft.flags = SoftKey.PRESENT;
        Consumer<SoftKey.Draft> syncable = draft -> draft.flags |= SoftKey.SYNCABLE;

        assertThat(room.create(SoftKey.es256(ORIGIN), VERIFIED, unverified))
                .isEqualTo(new CreationOutcome.Refused(PasskeyFault.USER_VERIFICATION));
        assertThat(proven(room.create(SoftKey.es256(ORIGIN), PREFERRED, unverified))
                        .userVerified())
                .isFalse();
        assertThat(room.create(SoftKey.es256(ORIGIN), bound, syncable))
                .isEqualTo(new CreationOutcome.Refused(PasskeyFault.DEVICE_BOUND));
        assertThat(proven(room.create(SoftKey.es256(ORIGIN), bound, _ -> {})).syncable())
                .isFalse();
    }

    @EachDatabase
    void challengeWhenForeignSpentOrOldThenIsNone(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        CreationOutcome gone = new CreationOutcome.ChallengeGone();
        String answer = key.create(room.creation());

        assertThat(room.create(key, PREFERRED, draft -> draft.challenge = Base64Url.encode(new byte[32])))
                .isEqualTo(gone);
        assertThat(room.create(key, PREFERRED, draft -> draft.challenge += "=")).isEqualTo(gone);
        assertThat(room.passkeys.checkCreation(PasskeyQuestion.enrol("e2", "a"), answer, PREFERRED, NOW))
                .isEqualTo(gone);
        assertThat(room.passkeys.checkCreation(PasskeyQuestion.enrol("e1", "b"), answer, PREFERRED, NOW))
                .isEqualTo(gone);
        assertThat(room.passkeys.checkCreation(ENROL, answer, PREFERRED, NOW.plus(Duration.ofMinutes(5))))
                .isEqualTo(gone);
        // None of these has spent it.
        proven(room.passkeys.checkCreation(ENROL, answer, PREFERRED, NOW));
        assertThat(room.passkeys.checkCreation(ENROL, answer, PREFERRED, NOW)).isEqualTo(gone);
    }

    @EachDatabase
    void challengeOfASignatureWhenUsedForANewPasskeyThenIsNone(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        room.enrolled(key, "a");
        String stepUp = room.passkeys
                .requestOptions(PasskeyQuestion.stepUp("e1", "a"), PREFERRED, NOW)
                .challenge();

        assertThat(room.create(SoftKey.es256(ORIGIN), PREFERRED, draft -> draft.challenge = stepUp))
                .isEqualTo(new CreationOutcome.ChallengeGone());
    }

    @EachDatabase
    void credentialIdWhenEnrolledByAnybodyThenIsNotEnrolledAgain(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey mine = SoftKey.es256(ORIGIN);
        NewPasskey made = proven(room.create(mine, PREFERRED, _ -> {}));
        room.enrolled(mine, "b");

        assertThat(room.passkeys.add(made, "Mine", NOW)).isEqualTo(new AddOutcome.AlreadyEnrolled());
        assertThat(room.passkeys.list("a")).isEmpty();
        assertThat(room.factors.list("a")).isEmpty();
    }

    @EachDatabase
    void credentialIdWhenItIsNotTheSignedOneThenIsMalformed(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN);
        String other = Base64Url.encode(new byte[32]);
        String answer = key.create(room.creation()).replace(key.id(), other);

        assertThat(room.passkeys.checkCreation(ENROL, answer, PREFERRED, NOW))
                .isEqualTo(new CreationOutcome.Malformed());
    }

    @EachDatabase
    void eleventhWhenManyAreAddedAtOnceThenIsRefused(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        List<NewPasskey> made = IntStream.range(0, 14)
                .mapToObj(_ -> proven(room.create(SoftKey.es256(ORIGIN), PREFERRED, _ -> {})))
                .toList();

        List<AddOutcome> outcomes = AtOnce.run(14, i -> room.passkeys.add(made.get(i), "Passkey", NOW));

        assertThat(outcomes).filteredOn(AddOutcome.Added.class::isInstance).hasSize(Passkeys.MOST);
        assertThat(outcomes).filteredOn(AddOutcome.TooMany.class::isInstance).hasSize(4);
        assertThat(room.passkeys.list("a"))
                .extracting(Passkey::name)
                .doesNotHaveDuplicates()
                .hasSize(10);
        assertThat(room.factors.list("a")).hasSize(10);
    }

    @EachDatabase
    void answerWhenSentManyTimesAtOnceThenCountsOnce(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        String answer = SoftKey.es256(ORIGIN).create(room.creation());

        List<CreationOutcome> outcomes = AtOnce.run(8, _ -> room.passkeys.checkCreation(ENROL, answer, PREFERRED, NOW));

        assertThat(outcomes)
                .filteredOn(CreationOutcome.Proven.class::isInstance)
                .hasSize(1);
    }

    @EachDatabase
    void relatedOriginAndAppWhenSetThenAreTakenAndListed(Databases databases) {
        String app = "android:apk-key-hash:pNiP5iKyQ8JwgGOaKA1zGPUPJIS-0H1xKCQcfIoGLck";
        List<String> origins = List.of(ORIGIN, "https://example.net", app);
        RelyingParty wider = new RelyingParty(PARTY.id(), PARTY.name(), origins, PARTY.models(), PARTY.timeout());
        PasskeyRoom room = new PasskeyRoom(databases, wider);

        for (String origin : origins) {
            room.enrolled(SoftKey.es256(origin), "a");
        }
        assertThat(wider.relatedOrigins()).containsExactly("https://example.net");
        assertThat(room.create(SoftKey.es256("https://evil.example"), PREFERRED, _ -> {}))
                .isEqualTo(new CreationOutcome.Refused(PasskeyFault.ORIGIN));
    }
}
