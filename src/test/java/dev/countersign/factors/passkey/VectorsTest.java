package dev.countersign.factors.passkey;

import static dev.countersign.factors.passkey.PasskeyRoom.ENROL;
import static dev.countersign.factors.passkey.PasskeyRoom.NOW;
import static dev.countersign.factors.passkey.PasskeyRoom.PREFERRED;
import static dev.countersign.factors.passkey.PasskeyRoom.SECOND;
import static dev.countersign.factors.passkey.PasskeyRoom.proven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.secret.Token;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.WebAuthnVector;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What others made: the test vectors of WebAuthn Level 3.
class VectorsTest {
    private static final RelyingParty EXAMPLE = RelyingParty.at(URI.create("https://example.org"), "Example");

    @EachDatabase
    void vectorsOfTheStandardWhenCheckedThenHoldOrAreRefusedForWhatTheyAre(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases, EXAMPLE);
        assertThat(WebAuthnVector.all()).hasSize(15);
        for (WebAuthnVector vector : WebAuthnVector.all()) {
            CreationOutcome created = create(room, vector);
            if (created instanceof CreationOutcome.Malformed) {
                assertThat(vector.outcome()).as(vector.section()).isEqualTo("malformed");
                continue;
            }
            if (created instanceof CreationOutcome.Refused(PasskeyFault fault)) {
                assertThat(fault.word()).as(vector.section()).isEqualTo(vector.outcome());
                continue;
            }
            assertThat(created).as(vector.section()).isInstanceOf(CreationOutcome.Proven.class);
            assertThat(vector.holds()).as(vector.section()).isTrue();
            assertThat(room.passkeys.add(proven(created), vector.section(), NOW))
                    .isInstanceOf(AddOutcome.Added.class);
            assertThat(get(room, vector)).as(vector.section()).isInstanceOf(AssertionOutcome.Proven.class);
        }
        assertThat(room.passkeys.list("a"))
                .hasSize(7)
                .extracting(Passkey::aaguid)
                .contains(UUID.fromString("8446ccb9-ab1d-b374-750b-2367ff6f3a1f"));
    }

    @EachDatabase
    void vectorWhenOneBitOfItsSignatureIsTurnedThenIsRefused(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases, EXAMPLE);
        for (WebAuthnVector vector : WebAuthnVector.all()) {
            if (vector.holds()) {
                room.passkeys.add(proven(create(room, vector)), vector.section(), NOW);
                assertThat(get(room, vector.turned()))
                        .as(vector.section())
                        .isInstanceOfSatisfying(
                                AssertionOutcome.Refused.class,
                                it -> assertThat(it.fault()).isEqualTo(PasskeyFault.SIGNATURE));
            }
        }
    }

    @EachDatabase
    void vectorsWhenAMakerMustVouchThenThoseOfTheStandardsMakerHoldAndNoOthers(Databases databases) {
        Set<UUID> models =
                WebAuthnVector.all().stream().map(WebAuthnVector::model).collect(Collectors.toSet());
        var party = new RelyingParty(
                EXAMPLE.id(),
                EXAMPLE.name(),
                EXAMPLE.origins(),
                new RelyingParty.Models(models, Set.of(WebAuthnVector.maker()), false),
                EXAMPLE.timeout());
        PasskeyRoom room = new PasskeyRoom(databases, party);
        Map<Boolean, Set<String>> taken = WebAuthnVector.all().stream()
                .filter(WebAuthnVector::holds)
                .collect(Collectors.partitioningBy(
                        vector -> create(room, vector) instanceof CreationOutcome.Proven,
                        Collectors.mapping(WebAuthnVector::section, Collectors.toSet())));

        assertThat(taken.get(true)).containsExactlyInAnyOrder("16.7", "16.10", "16.11", "16.15");
        assertThat(taken.get(false)).containsExactlyInAnyOrder("16.2", "16.3", "16.6");
    }

    private static CreationOutcome create(PasskeyRoom room, WebAuthnVector vector) {
        ask(room, vector.challenge(), ENROL);
        return room.passkeys.checkCreation(ENROL, vector.creation(), PREFERRED, NOW);
    }

    private static AssertionOutcome get(PasskeyRoom room, WebAuthnVector vector) {
        ask(room, vector.getChallenge(), SECOND);
        return room.passkeys.checkAssertion(SECOND, vector.assertion(null), PREFERRED, NOW);
    }

    /// As if the room had made that challenge.
    private static void ask(PasskeyRoom room, String challenge, PasskeyQuestion question) {
        room.db.inTransaction(
                () -> new PasskeyChallengeStore(room.db).insert(Token.hash(challenge), question, NOW.plusSeconds(60)));
    }
}
