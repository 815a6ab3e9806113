package dev.countersign.factors.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.secret.HashParameters;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.SlowHashes.Lane;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;

class PasswordsTest {

    @EachDatabase
    void hashWhenMadeWithOtherParametersThenItStillMatchesAndIsBroughtUpOnce(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        String account = journeys.person().account.id();
        try (SlowHashes dearer = new SlowHashes(new HashParameters(16, 2, 1), 1, Duration.ofSeconds(30))) {
            Passwords passwords = new Passwords(journeys.db, dearer);
            String old = passwords.hashOf(account).orElseThrow();
            assertThat(old).startsWith("$argon2id$v=19$m=8,t=1,p=1$");
            assertThat(passwords.matches(old, Journeys.PASSWORD, Lane.UNKNOWN)).isTrue();
            assertThat(passwords.outdated(old)).isTrue();

            String fresh = passwords.hash(Journeys.PASSWORD);
            assertThat(passwords.rehash(account, old, fresh)).isTrue();
            assertThat(passwords.rehash(account, old, fresh)).isFalse();
            assertThat(passwords.hashOf(account)).contains(fresh);
            assertThat(passwords.outdated(fresh)).isFalse();
            assertThat(passwords.matches(fresh, Journeys.PASSWORD, Lane.KNOWN)).isTrue();
        }
    }

    @EachDatabase
    void passwordWhenThereIsNoHashOrItIsTooLongThenItIsWrong(Databases databases) {
        Passwords passwords = Journeys.on(databases).rooms.passwords();
        String longest = "🙂".repeat(256);
        String hash = passwords.hash(longest);

        assertThat(passwords.matches(hash, longest, Lane.UNKNOWN)).isTrue();
        assertThat(passwords.matches(hash, longest + "x", Lane.UNKNOWN)).isFalse();
        assertThat(passwords.matches(null, "", Lane.UNKNOWN)).isFalse();
        assertThat(passwords.matches(null, Journeys.PASSWORD, Lane.UNKNOWN)).isFalse();
        assertThat(passwords.hashOf("nobody")).isEmpty();
    }
}
