package dev.countersign.ground.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00.123456Z");

    private final Tokens tokens = new Tokens();

    @ParameterizedTest
    @EnumSource(Token.Kind.class)
    void tokenWhenMadeThenItHasItsPrefixAnd256BitsAndIsKnownByItsShape(Token.Kind kind) {
        Token token = tokens.newToken(kind);

        assertThat(token.text())
                .matches(kind.prefix()
                        + (kind == Token.Kind.KEY || kind == Token.Kind.VERIFY_KEY
                                ? "[A-Za-z0-9]{49}"
                                : "[A-Za-z0-9_-]{43}"));
        assertThat(Token.kindOf(token.text())).contains(kind);
    }

    /// Also by whoever looks for leaked keys: the last six characters are the CRC-32 of the rest in base 62.
    @Test
    void keyWhenACharacterIsWrongThenIsNoKey() {
        String key = tokens.newToken(Token.Kind.KEY).text();
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        String rest = key.substring(0, key.length() - 6);
        long sum = 0;
        for (char each : key.substring(rest.length()).toCharArray()) {
            sum = sum * 62 + digits.indexOf(each);
        }
        CRC32 crc = new CRC32();
        crc.update(rest.getBytes(StandardCharsets.US_ASCII));
        assertThat(sum).isEqualTo(crc.getValue());
        for (int i = "cs_key_".length(); i < key.length(); i++) {
            char other = key.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(Token.kindOf(key.substring(0, i) + other + key.substring(i + 1)))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @Test
    void tokensWhenManyAreMadeThenAllDiffer() {
        Set<String> texts = IntStream.range(0, 100_000)
                .mapToObj(i -> tokens.newToken(Token.Kind.SESSION).text())
                .collect(Collectors.toSet());

        assertThat(texts).hasSize(100_000);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "cs_session_",
                "cs_session_short",
                "cs_session_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "cs_session_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "cs_session_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "CS_SESSION_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                " cs_session_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "cs_other_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void textWhenItHasNotTheShapeOfATokenThenItIsNone(@Nullable String text) {
        assertThat(Token.kindOf(text)).isEmpty();
    }

    @Test
    void tokenWhenPrintedThenItsTextIsNotSeen() {
        Token token = tokens.newToken(Token.Kind.DEVICE);

        assertThat(token.toString()).isEqualTo("DEVICE ***");
    }

    @Test
    void hashWhenOfAKnownTextThenItIsItsSha256() {
        // FIPS 180-4 example: SHA-256("abc")
        assertThat(Token.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void digitsWhenManyAreDrawnThenEachIsAsLikely() {
        assertUnbiased(tokens.digits(100_000), "0123456789");
    }

    @Test
    void charactersWhenManyAreDrawnThenEachIsAsLikely() {
        String alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
        assertUnbiased(tokens.characters(100_000, alphabet), alphabet);
    }

    /// Chi-square. The bound is six standard deviations above the mean for k - 1 degrees of freedom: an honest
    /// source passes it but once in millions of runs, a modulo bias (8 % between characters for 30 of 256) never
    /// does.
    private static void assertUnbiased(String drawn, String alphabet) {
        double expected = (double) drawn.length() / alphabet.length();
        double chiSquare = alphabet.chars()
                .mapToDouble(c -> drawn.chars().filter(d -> d == c).count() - expected)
                .map(difference -> difference * difference / expected)
                .sum();
        int freedom = alphabet.length() - 1;

        assertThat(chiSquare).isLessThan(freedom + 6 * Math.sqrt(2.0 * freedom));
        assertThat(drawn.chars().allMatch(c -> alphabet.indexOf(c) >= 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 8, 1000})
    void digitsWhenDrawnThenThereAreAsManyAsAsked(int length) {
        assertThat(tokens.digits(length)).matches("[0-9]{" + length + "}");
    }

    @Test
    void charactersWhenTheAlphabetIsEmptyThenItIsRefused() {
        assertThatThrownBy(() -> tokens.characters(1, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idWhenMadeThenItIsAUuidOfVersion7WithItsTime() {
        UUID id = UUID.fromString(tokens.newId(NOW));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void idsWhenOfLaterInstantsThenTheySortAfter() {
        List<String> ids = Stream.iterate(NOW, t -> t.plusNanos(1_000))
                .limit(10_000)
                .map(tokens::newId)
                .toList();

        assertThat(ids).isSorted();
    }

    @Test
    void idsWhenMadeBy32ThreadsAtOneInstantThenAllDiffer() throws Exception {
        Set<String> all = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            Callable<List<String>> many =
                    () -> Stream.generate(() -> tokens.newId(NOW)).limit(2_000).toList();
            for (Future<List<String>> ids : threads.invokeAll(java.util.Collections.nCopies(32, many))) {
                all.addAll(ids.get());
            }
        }
        assertThat(all).hasSize(64_000);
    }
}
