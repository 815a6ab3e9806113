package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final Place PLACE = new Place("totp_factor", "seed", "row-1");
    private static final byte[] PLAIN = "twenty bytes of seed".getBytes(UTF_8);
    private static final SecretBytes OLD = key(1);
    private static final SecretBytes NEW = key(2);

    private final SecretBox box = new SecretBox(KeyRing.of(List.of(OLD)));

    @Test
    void valueWhenSealedThenItOpensInItsPlaceAndIsNotSeen() {
        byte[] sealed = box.seal(PLACE, PLAIN);

        assertThat(box.open(PLACE, sealed)).isEqualTo(PLAIN);
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("seed");
    }

    @Test
    void valueWhenSealedThenItHasVersionKeyIdNonceAndTag() {
        KeyRing ring = KeyRing.of(List.of(OLD));
        byte[] sealed = new SecretBox(ring).seal(PLACE, PLAIN);

        assertThat(sealed[0]).isEqualTo((byte) 1);
        assertThat(java.util.HexFormat.of().formatHex(sealed, 1, 5))
                .isEqualTo(ring.ids().getFirst());
        assertThat(sealed).hasSize(1 + 4 + 12 + PLAIN.length + 16);
    }

    @Test
    void valueWhenSealedTwiceThenTheTwoDiffer() {
        assertThat(box.seal(PLACE, PLAIN)).isNotEqualTo(box.seal(PLACE, PLAIN));
    }

    @Test
    void valueWhenMovedToAnotherPlaceThenItDoesNotOpen() {
        byte[] sealed = box.seal(PLACE, PLAIN);
        List<Place> others = List.of(
                new Place("totp_factor", "seed", "row-2"),
                new Place("totp_factor", "other", "row-1"),
                new Place("enrolment", "seed", "row-1"),
                new Place("totp_factorseed", "", "row-1"),
                new Place("totp_factor", "seedrow-1", ""));

        for (Place other : others) {
            assertThatThrownBy(() -> box.open(other, sealed)).isInstanceOf(UnreadableSecret.class);
        }
    }

    @Test
    void valueWhenAnyBitIsFlippedThenItDoesNotOpen() {
        byte[] sealed = box.seal(PLACE, PLAIN);

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> box.open(PLACE, changed)).isInstanceOf(UnreadableSecret.class);
        }
    }

    @Test
    void valueWhenCutThenItDoesNotOpen() {
        byte[] sealed = box.seal(PLACE, PLAIN);

        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> box.open(PLACE, cut)).isInstanceOf(UnreadableSecret.class);
        }
    }

    @Test
    void valueWhenANewerKeyIsAddedThenItStillOpensAndTheNewerSeals() {
        byte[] before = box.seal(PLACE, PLAIN);
        SecretBox rotated = new SecretBox(KeyRing.of(List.of(NEW, OLD)));

        assertThat(rotated.open(PLACE, before)).isEqualTo(PLAIN);
        assertThat(new SecretBox(KeyRing.of(List.of(NEW))).open(PLACE, rotated.seal(PLACE, PLAIN)))
                .isEqualTo(PLAIN);
    }

    @Test
    void valueWhenItsKeyIsNotInTheRingThenTheMessageNamesTheKeyAndNothingElse() {
        byte[] sealed = box.seal(PLACE, PLAIN);
        SecretBox other = new SecretBox(KeyRing.of(List.of(NEW)));

        assertThatThrownBy(() -> other.open(PLACE, sealed))
                .isInstanceOf(UnreadableSecret.class)
                .hasMessageContaining(KeyRing.of(List.of(OLD)).ids().getFirst())
                .hasMessageContaining("row-1");
    }

    @Test
    void keyedHashWhenPurposeValueOrKeyDifferThenItDiffers() {
        SecretBox other = new SecretBox(KeyRing.of(List.of(NEW)));

        assertThat(List.of(
                        box.keyedHash("code", "123456"),
                        box.keyedHash("code", "123457"),
                        box.keyedHash("email", "123456"),
                        other.keyedHash("code", "123456")))
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @Test
    void keyedHashWhenANewerKeyIsAddedThenItStaysTheSame() {
        SecretBox rotated = new SecretBox(KeyRing.of(List.of(NEW, OLD)));

        assertThat(rotated.keyedHash("code", "123456")).isEqualTo(box.keyedHash("code", "123456"));
    }

    @Test
    void keyCheckWhenTheRingKeepsTheOldestKeyThenItMatchesAndElseNot() {
        String proof = KeyCheck.proof(box);

        assertThat(proof).startsWith(KeyRing.of(List.of(OLD)).ids().getFirst() + ":");
        assertThat(KeyCheck.matches(box, proof)).isTrue();
        assertThat(KeyCheck.matches(new SecretBox(KeyRing.of(List.of(NEW, OLD))), proof))
                .isTrue();
        assertThat(KeyCheck.matches(new SecretBox(KeyRing.of(List.of(NEW))), proof))
                .isFalse();
    }

    @Test
    void boxWhenUsedByManyThreadsThenEachValueOpens() throws Exception {
        List<java.util.concurrent.Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Place place = new Place("totp_factor", "seed", "row-" + i);
            calls.add(() -> Arrays.equals(box.open(place, box.seal(place, PLAIN)), PLAIN)
                    && box.keyedHash("code", "1").equals(box.keyedHash("code", "1")));
        }
        try (var threads = java.util.concurrent.Executors.newFixedThreadPool(16)) {
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33})
    void keyWhenItHasNot32BytesThenTheRingIsRefused(int length) {
        assertThatThrownBy(() -> KeyRing.of(List.of(SecretBytes.of(new byte[length]))))
                .isInstanceOf(UnusableKey.class);
    }

    private static SecretBytes key(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return SecretBytes.of(bytes);
    }
}
