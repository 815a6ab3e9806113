package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.PrfHmacJce;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The master keys, newest first: the newest seals, any opens. A key is 32 random bytes; its id is the first eight
/// hex digits of its SHA-256.
public final class KeyRing {
    static final int KEY_BYTES = 32;

    private final List<Key> keys;

    private KeyRing(List<Key> keys) {
        this.keys = keys;
    }

    public static KeyRing of(List<SecretBytes> keys) {
        if (keys.isEmpty()) {
            throw new UnusableKey("There is no master key");
        }
        return new KeyRing(keys.stream().map(Key::of).toList());
    }

    /// The ring from the environment if given, else from the file if given, else from `master.key` in the data
    /// folder, which is made on the first start. Keys are lines of base64, newest first.
    ///
    /// @throws UnusableKey when a key is malformed, cannot be read, or can be read by others than its owner
    public static KeyRing load(Path dataFolder, @Nullable String keyFromEnvironment, @Nullable Path keyFile) {
        if (keyFromEnvironment != null && !keyFromEnvironment.isBlank()) {
            return of(KeyFile.parse(keyFromEnvironment, "the environment"));
        }
        if (keyFile != null) {
            return of(KeyFile.read(keyFile));
        }
        return of(KeyFile.readOrMake(dataFolder.resolve("master.key")));
    }

    /// The ids of all keys, newest first.
    public List<String> ids() {
        return keys.stream().map(Key::id).toList();
    }

    Key newest() {
        return keys.getFirst();
    }

    Key oldest() {
        return keys.getLast();
    }

    Optional<Key> find(int number) {
        return keys.stream().filter(key -> key.number() == number).findFirst();
    }

    @Override
    public String toString() {
        return "KeyRing" + ids();
    }

    /// One master key at work. Sealing and hashing each run on a key derived for it, never on the master key
    /// itself.
    record Key(int number, Aead aead, SecretBytes master) {
        static Key of(SecretBytes master) {
            byte[] bytes = master.copy();
            try {
                if (bytes.length != KEY_BYTES) {
                    throw new UnusableKey(String.format(
                            Locale.ROOT, "A master key has %d bytes; this one has %d", KEY_BYTES, bytes.length));
                }
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return new Key(
                        ByteBuffer.wrap(digest).getInt(), new AesGcmJce(derive(bytes, "seal")), SecretBytes.of(bytes));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM is not to be had", e);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        String id() {
            return HexFormat.of().toHexDigits(number);
        }

        Prf hash(String purpose) {
            byte[] bytes = master.copy();
            try {
                return new PrfHmacJce("HMACSHA256", new SecretKeySpec(derive(bytes, "hash " + purpose), "HMAC"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HMAC-SHA-256 is not to be had", e);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        // RFC 5869 §3.1: the salt may be left out when the input key is uniformly random, as a master key is.
        // §3.2: `info` keeps keys for different purposes independent.
        private static byte[] derive(byte[] master, String purpose) throws GeneralSecurityException {
            byte[] info = ("countersign " + purpose).getBytes(UTF_8);
            return Hkdf.computeHkdf("HMACSHA256", master, new byte[0], info, KEY_BYTES);
        }
    }
}
