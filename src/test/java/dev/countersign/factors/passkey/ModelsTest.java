package dev.countersign.factors.passkey;

import static dev.countersign.factors.passkey.PasskeyRoom.ORIGIN;
import static dev.countersign.factors.passkey.PasskeyRoom.PARTY;
import static dev.countersign.factors.passkey.PasskeyRoom.PREFERRED;
import static dev.countersign.factors.passkey.PasskeyRoom.proven;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countersign.testing.AuthenticatorMaker;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.SoftKey;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A list of models: only what a maker on the list vouches for is taken.
class ModelsTest {
    private static final UUID LISTED = UUID.fromString("ee882879-721c-4913-9775-3dfcce97072a");
    private static final UUID OTHER = UUID.fromString("cb69481e-8ff7-4039-93ec-0a2729a154a8");
    private static final AuthenticatorMaker MADE = AuthenticatorMaker.anew();
    private static final SoftKey.Maker MAKER = MADE.maker();
    private static final SoftKey.Maker STRANGER = AuthenticatorMaker.anew().maker();

    @EachDatabase
    void modelWhenListedAndVouchedForThenIsTaken(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases, limited());
        SoftKey key = SoftKey.es256(ORIGIN).model(LISTED).madeBy(MAKER);

        assertThat(room.passkeys
                        .creationOptions(PasskeyRoom.ENROL, PasskeyRoom.ANN, PREFERRED, PasskeyRoom.NOW)
                        .attestation())
                .isEqualTo("direct");
        NewPasskey made = proven(room.create(key, PREFERRED, _ -> {}));
        assertThat(made.aaguid()).isEqualTo(LISTED);
        assertThat(made.suggestedName()).isEqualTo("YubiKey 5 Series");
    }

    @EachDatabase
    void modelWhenNotListedOrNotVouchedForThenIsRefused(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases, limited());
        CreationOutcome attestation = new CreationOutcome.Refused(PasskeyFault.ATTESTATION);

        assertThat(room.create(SoftKey.es256(ORIGIN).model(OTHER).madeBy(MAKER), PREFERRED, _ -> {}))
                .isEqualTo(new CreationOutcome.Refused(PasskeyFault.MODEL));
        assertThat(room.create(SoftKey.es256(ORIGIN).model(LISTED), PREFERRED, _ -> {}))
                .isEqualTo(attestation);
        assertThat(room.create(SoftKey.es256(ORIGIN).model(LISTED).madeBy(STRANGER), PREFERRED, _ -> {}))
                .isEqualTo(attestation);
        assertThat(room.create(
                        SoftKey.es256(ORIGIN).model(LISTED).madeBy(MAKER),
                        PREFERRED,
                        draft -> draft.signature = bytes -> bytes[bytes.length - 1] ^= 1))
                .isEqualTo(attestation);
    }

    @EachDatabase
    void attestationWhenNobodyAskedForItThenMustHoldAllTheSame(Databases databases) {
        PasskeyRoom room = new PasskeyRoom(databases);
        SoftKey key = SoftKey.es256(ORIGIN).madeBy(STRANGER);

        proven(room.create(key, PREFERRED, _ -> {}));
        assertThat(room.create(key, PREFERRED, draft -> draft.signature = bytes -> bytes[bytes.length - 1] ^= 1))
                .isEqualTo(new CreationOutcome.Refused(PasskeyFault.ATTESTATION));
    }

    @Test
    void modelsWhenNobodyVouchesForThemThenAreNoList() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RelyingParty.Models(Set.of(LISTED), Set.of(), false));
    }

    @Test
    void nameWhenTheModelIsUnknownThenSaysWhatKindOfThingItIs() {
        assertThat(ModelNames.suggested(new UUID(0, 0), List.of("internal", "hybrid"), true))
                .isEqualTo("Passkey");
        assertThat(ModelNames.suggested(new UUID(0, 0), List.of("usb", "nfc"), false))
                .isEqualTo("Security key");
        assertThat(ModelNames.suggested(LISTED, List.of("usb"), false)).isEqualTo("YubiKey 5 Series");
        assertThat(ModelNames.of(UUID.fromString("fbfc3007-154e-4ecc-8c0b-6e020557d7bd")))
                .contains("Apple Passwords");
    }

    private static RelyingParty limited() {
        RelyingParty.Models models = new RelyingParty.Models(Set.of(LISTED), Set.of(MADE.root()), false);
        return new RelyingParty(PARTY.id(), PARTY.name(), PARTY.origins(), models, PARTY.timeout());
    }
}
