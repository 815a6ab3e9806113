package dev.countersign.factors.outofband;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.outofband.SentCodes.Purpose;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.outofband.TextLimits.Ask;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Expired;
import dev.countersign.ground.store.Sweeper;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// This room's rows can be swept, and none too early.
class SweepTest {
    private static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final PhoneNumber NUMBER = new PhoneNumber("+12015550123", "US");

    @EachDatabase
    void rowsWhenTheirTimeIsOverThenAreSweptAndTheActivePhoneStays(Databases databases) {
        Db db = databases.fresh();
        new Accounts(db).add(new Account("a", "a@example.org", "Name", "en", "UTC", 0, false, NOW));
        PhoneFactors phones = new PhoneFactors(db, BOX, new Factors(db));
        phones.begin("a", "e1", NUMBER, NOW.plusSeconds(900));
        phones.activate("a", "e1", NOW);
        phones.begin("a", "e2", NUMBER, NOW.plusSeconds(900));
        new TextCodes(
                        db,
                        new SentCodes(db, BOX, new Tokens()),
                        new TextLimits(db, BOX, new Tokens(), TextQuota.defaults()))
                .send(new Subject("a", Purpose.PHONE, "e2"), new Ask(NUMBER, "a", true, "net", Set.of()), 0, NOW);
        Sweeper sweeper = new Sweeper(
                db,
                List.of(
                        new Expired("phone", "pending_until", Duration.ZERO),
                        new Expired("sent_code", "expires_at", DAY),
                        new Expired("send_pace", "sent_at", DAY),
                        new Expired("text_sent", "sent_at", DAY.multipliedBy(2)),
                        new Expired("text_subject", "last_at", DAY.multipliedBy(2)),
                        new Expired("text_day", "day_start", DAY.multipliedBy(2))));

        assertThat(sweeper.sweep(NOW.plusSeconds(600))).isZero();
        // One pending number; one code, one pace; two texts counted for two subjects; a country and the budget.
        assertThat(sweeper.sweep(NOW.plus(DAY.multipliedBy(3)))).isEqualTo(1 + 2 + 4 + 2);
        assertThat(phones.active("a")).isPresent();
    }
}
