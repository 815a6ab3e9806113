package dev.countersign.journeys.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.countersign.people.client.ClientTerms.Algorithm;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;

class SigningKeysTest {

    @EachDatabase
    void keyWhenItsTimeNearsThenTheNextIsPublishedBeforeItSigns(Databases databases) throws ParseException {
        AppHouse house = AppHouse.on(databases);
        SigningKeys keys = house.apps.keys();
        Instant start = house.journeys.clock.instant();
        String first = keys.signing(Algorithm.ES256, start).getKeyID();
        assertThat(kids(keys, start)).containsExactly(first);

        Instant near = start.plus(SigningKeys.SIGNS).minus(Duration.ofHours(23));
        assertThat(keys.signing(Algorithm.ES256, near).getKeyID()).isEqualTo(first);
        assertThat(kids(keys, near)).hasSize(2).contains(first);
        Instant after = start.plus(SigningKeys.SIGNS).plusSeconds(1);
        String second = keys.signing(Algorithm.ES256, after).getKeyID();
        assertThat(second).isNotEqualTo(first);
        assertThat(kids(keys, after)).containsExactlyInAnyOrder(first, second);
        Instant late = after.plus(SigningKeys.AFTER);
        assertThat(kids(keys, late)).contains(second).doesNotContain(first);
    }

    private static HashSet<String> kids(SigningKeys keys, Instant now) throws ParseException {
        HashSet<String> kids = new HashSet<>();
        JWKSet.parse(keys.publicSet(now)).getKeys().forEach(key -> {
            assertThat(key.isPrivate()).isFalse();
            kids.add(key.getKeyID());
        });
        return kids;
    }

    @EachDatabase
    void keyWhenFirstNeededByManyAtOnceThenIsOneAndSealed(Databases databases) {
        AppHouse house = AppHouse.on(databases);
        Instant now = house.journeys.clock.instant();
        SigningKeys one = house.apps.keys();
        SigningKeys other =
                new SigningKeys(house.journeys.db, house.journeys.rooms.box(), house.journeys.rooms.tokens());

        HashSet<String> kids = new HashSet<>(AtOnce.run(
                8, i -> (i % 2 == 0 ? one : other).signing(Algorithm.ES256, now).getKeyID()));

        assertThat(kids).hasSize(1);
        byte[] sealed = house.journeys.db.read(() -> house.journeys
                .db
                .sql()
                .sql("select sealed from signing_key")
                .query((row, n) -> row.getBytes(1))
                .single());
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("\"d\"");
    }

    @EachDatabase
    void keyWhenTheServerSleptPastItsEndThenAnotherIsMadeAtOnce(Databases databases) throws ParseException {
        AppHouse house = AppHouse.on(databases);
        SigningKeys keys = house.apps.keys();
        Instant start = house.journeys.clock.instant();
        String first = keys.signing(Algorithm.ES256, start).getKeyID();

        // The row of the first is there until the hourly job comes by.
        Instant later = start.plus(SigningKeys.SIGNS).plus(SigningKeys.AFTER).plusSeconds(1);
        HashSet<String> kids = new HashSet<>(
                AtOnce.run(4, _ -> keys.signing(Algorithm.ES256, later).getKeyID()));
        assertThat(kids).hasSize(1).doesNotContain(first);
        assertThat(kids(keys, later)).isEqualTo(kids);
    }

    @EachDatabase
    void rsaKeyWhenAnAppNeedsItThenHas3072Bits(Databases databases) throws ParseException {
        AppHouse house = AppHouse.on(databases);
        Instant now = house.journeys.clock.instant();
        RSAKey key = (RSAKey) house.apps.keys().signing(Algorithm.RS256, now);
        assertThat(key.size()).isEqualTo(3072);
        assertThat(key.getAlgorithm().getName()).isEqualTo("RS256");
    }
}
