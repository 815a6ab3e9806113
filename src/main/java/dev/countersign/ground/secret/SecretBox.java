package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.prf.Prf;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What seals secrets for the database: AES-256-GCM under the newest master key, bound to the [Place] the value
/// stands in.
///
/// A sealed value is one version byte (1), the four bytes of the key's id, then Tink's output: 12 bytes of nonce,
/// ciphertext, 16 bytes of tag.
public final class SecretBox {
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + Integer.BYTES;
    private static final int HASH_BYTES = 32;

    private final KeyRing keys;
    private final Map<String, Prf> hashes = new ConcurrentHashMap<>();

    public SecretBox(KeyRing keys) {
        this.keys = keys;
    }

    public byte[] seal(Place place, byte[] plain) {
        KeyRing.Key key = keys.newest();
        try {
            byte[] sealed = key.aead().encrypt(plain, place.bytes());
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(VERSION)
                    .putInt(key.number())
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not to be had", e);
        }
    }

    /// The value that was sealed for this place.
    ///
    /// @throws UnreadableSecret when it was sealed for another place, with a key not in the ring, or was changed
    public byte[] open(Place place, byte[] sealed) {
        if (sealed.length < HEADER || sealed[0] != VERSION) {
            throw new UnreadableSecret(String.format(Locale.ROOT, "%s holds no sealed value", place));
        }
        int number = ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt();
        KeyRing.Key key = keys.find(number)
                .orElseThrow(() -> new UnreadableSecret(String.format(
                        Locale.ROOT,
                        "%s was sealed with master key %s, which is not in the ring",
                        place,
                        HexFormat.of().toHexDigits(number))));
        byte[] rest = new byte[sealed.length - HEADER];
        System.arraycopy(sealed, HEADER, rest, 0, rest.length);
        try {
            return key.aead().decrypt(rest, place.bytes());
        } catch (GeneralSecurityException e) {
            throw new UnreadableSecret(String.format(Locale.ROOT, "%s does not open: it was changed or moved", place));
        }
    }

    /// A keyed hash, in hex, of a value too short to be hashed bare (a code of six digits, an email address).
    /// HMAC-SHA-256 under a key derived for this purpose from the *oldest* master key, so that it stays the same
    /// once a newer key is added. `purpose` is one of a few constants.
    public String keyedHash(String purpose, String value) {
        Prf hash = hashes.computeIfAbsent(purpose, p -> keys.oldest().hash(p));
        try {
            return HexFormat.of().formatHex(hash.compute(value.getBytes(UTF_8), HASH_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not to be had", e);
        }
    }

    /// The id of the key that [#keyedHash] hangs on, the one the database was made with.
    String rootKeyId() {
        return keys.oldest().id();
    }
}
