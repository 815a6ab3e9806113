package dev.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Base64;
import java.util.List;

/// A maker's root certificate, and what signs in its authenticators; made with the runtime's own keytool.
public record AuthenticatorMaker(X509Certificate root, SoftKey.Maker maker) {
    private static final String SUBJECT = "CN=Model One, OU=Authenticator Attestation, O=Maker, C=ES";
    private static final char[] PASSWORD = "only-for-tests".toCharArray();

    public static AuthenticatorMaker anew() {
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
            return new AuthenticatorMaker(
                    (X509Certificate) store.getCertificate("root"), new SoftKey.Maker(key, model));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A file with the root certificate, as the setting `countersign.passkey.makers` takes it.
    public Path pem() {
        try {
            byte[] der = root.getEncoded();
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
            Path file = Files.createTempFile("maker", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
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
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
