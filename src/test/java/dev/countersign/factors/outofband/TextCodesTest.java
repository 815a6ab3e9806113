package dev.countersign.factors.outofband;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.outofband.SentCodes.Purpose;
import dev.countersign.factors.outofband.SentCodes.Sending;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.outofband.TextLimits.Alarm;
import dev.countersign.factors.outofband.TextLimits.Ask;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

class TextCodesTest {
    private static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final PhoneNumber NUMBER = new PhoneNumber("+12015550123", "US");
    private static final Ask ASK = new Ask(NUMBER, "a", true, "net", Set.of());

    private final Tokens tokens = new Tokens();

    @EachDatabase
    void textsWhenRefusedByThePaceThenDoNotCountForTheLimits(Databases databases) {
        Db db = databases.fresh();
        TextLimits limits = new TextLimits(db, BOX, tokens, TextQuota.defaults());
        TextCodes texts = new TextCodes(db, new SentCodes(db, BOX, tokens), limits);

        List<Sending> sendings = AtOnce.run(
                20,
                i -> texts.send(new Subject("a", Purpose.SIGN_IN, "c" + i), ASK, 0, NOW)
                        .sending());

        assertThat(sendings.stream().filter(Sending.Sent.class::isInstance)).hasSize(1);
        assertThat(sendings).contains(new Sending.TooSoon(NOW.plusSeconds(30)));
        for (int i = 0; i < 4; i++) {
            assertThat(limits.reserve(ASK, NOW)).isInstanceOf(TextLimits.Allowance.Reserved.class);
        }
        assertThat(limits.reserve(ASK, NOW)).isInstanceOf(TextLimits.Allowance.Refused.class);
    }

    @EachDatabase
    void textsWhenRefusedByALimitThenDoNotCountForThePaceAndTheCodeBeforeWorks(Databases databases) {
        Db db = databases.fresh();
        SentCodes codes = new SentCodes(db, BOX, tokens);
        TextQuota one = new TextQuota(1, 10, 3, 10, 0, 0, 1, 20);
        TextCodes texts = new TextCodes(db, codes, new TextLimits(db, BOX, tokens, one));
        Subject subject = new Subject("a", Purpose.SIGN_IN, "c");

        TextCodes.Texting first = texts.send(subject, ASK, 0, NOW);
        assertThat(first.alarms()).containsExactly(Alarm.USED);
        Instant later = NOW.plusSeconds(30);
        assertThat(texts.send(subject, ASK, 0, later))
                .isEqualTo(new TextCodes.Texting(
                        new Sending.Limited(NOW.plus(Duration.ofHours(1)), SendLimit.NUMBER_HOUR), Set.of()));

        assertThat(codes.nextSendAt(subject, Channel.TEXT, later)).isEqualTo(later);
        String code = ((Sending.Sent) first.sending()).code();
        assertThat(codes.verify(subject, Destination.of(NUMBER), 0, code, later))
                .isEqualTo(new SentCodes.Check.Accepted());
    }
}
