package dev.countersign.factors.passkey;

import static dev.countersign.factors.passkey.PasskeyRoom.ORIGIN;
import static dev.countersign.factors.passkey.PasskeyRoom.PARTY;
import static dev.countersign.factors.passkey.PasskeyRoom.PREFERRED;
import static dev.countersign.factors.passkey.PasskeyRoom.proven;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.SoftKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A list of models: only what a maker on the list vouches for is taken.
class ModelsTest {
    private static final UUID LISTED = UUID.fromString("ee882879-721c-4913-9775-3dfcce97072a");
    private static final UUID OTHER = UUID.fromString("cb69481e-8ff7-4039-93ec-0a2729a154a8");
    private static final String SUBJECT = "CN=Model One, OU=Authenticator Attestation, O=Maker, C=ES";
    private static final char[] PASSWORD = "only-for-tests".toCharArray();
    private static final Made MADE = Made.anew();
    private static final SoftKey.Maker MAKER = MADE.maker();
    private static final SoftKey.Maker STRANGER = Made.anew().maker();

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

    /// A maker's root certificate, and what signs in its authenticators; made with the runtime's own keytool.
    private record Made(X509Certificate root, SoftKey.Maker maker) {
        static Made anew() {
            try {
                Path file = Files.createTempDirectory("maker").resolve("keys.p12");
                keytool(file, "root", "CN=Root, O=Maker, C=ES", "-ext", "bc:c=ca:true");
                keytool(file, "model", SUBJECT, "-signer", "root", "-ext", "bc:c=ca:false");
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, PASSWORD);
                }
                Files.delete(file);
                PrivateKey key = (PrivateKey) store.getKey("model", PASSWORD);
                X509Certificate model = (X509Certificate) store.getCertificate("model");
                return new Made((X509Certificate) store.getCertificate("root"), new SoftKey.Maker(key, model));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void keytool(Path file, String alias, String name, String... more) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    alias,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    name,
                    "-validity",
                    "3650",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    new String(PASSWORD)));
            command.addAll(List.of(more));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            try {
                assertThat(process.waitFor()).as(said).isZero();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
