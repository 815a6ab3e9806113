package dev.countersign.factors.outofband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.factors.outofband.SentCodes.Check;
import dev.countersign.factors.outofband.SentCodes.Purpose;
import dev.countersign.factors.outofband.SentCodes.Sending;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class SentCodesTest {
    private static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final Subject SIGN_IN = new Subject("account-1", Purpose.SIGN_IN, "challenge-1");
    private static final Destination PHONE = new Destination(Channel.TEXT, "+12015550123");
    private static final Destination MAIL = new Destination(Channel.EMAIL, "a@example.org");
    private static final long EPOCH = 7;

    @EachDatabase
    void codeWhenPostedByFiftyAtOnceThenOneIsAccepted(Databases databases) {
        SentCodes codes = on(databases.fresh());
        // Several times: at first the pool still opens its connections, and the threads go one after the other.
        for (int round = 0; round < 20; round++) {
            Subject subject = new Subject("account-" + round, Purpose.SIGN_IN, "challenge");
            String code = sent(codes, subject, NOW).code();

            List<Check> checks = AtOnce.run(50, i -> codes.verify(subject, PHONE, EPOCH, code, NOW));

            assertThat(Collections.frequency(checks, new Check.Accepted())).isEqualTo(1);
            assertThat(Collections.frequency(checks, new Check.AlreadyUsed())).isEqualTo(49);
        }
    }

    @EachDatabase
    void codeWhenAskedForByTwentyAtOnceThenOneIsSent(Databases databases) {
        SentCodes codes = on(databases.fresh());

        List<Sending> sendings = AtOnce.run(20, i -> codes.send(SIGN_IN, PHONE, EPOCH, NOW));
        List<Sending> again = AtOnce.run(20, i -> codes.send(SIGN_IN, PHONE, EPOCH, NOW.plusSeconds(30)));

        assertThat(sendings.stream().filter(Sending.Sent.class::isInstance)).hasSize(1);
        assertThat(Collections.frequency(sendings, new Sending.TooSoon(NOW.plusSeconds(30))))
                .isEqualTo(19);
        assertThat(again.stream().filter(Sending.Sent.class::isInstance)).hasSize(1);
    }

    @EachDatabase
    void codesWhenSentAgainThenOnlyAfterTheWaitsAndFiveAnHour(Databases databases) {
        SentCodes codes = on(databases.fresh());
        long[] waits = {30, 60, 120, 120};
        Instant at = NOW;

        assertThat(codes.nextSendAt(SIGN_IN, Channel.TEXT, NOW)).isEqualTo(NOW);
        for (long wait : waits) {
            Instant next = at.plusSeconds(wait);
            assertThat(sent(codes, SIGN_IN, at).nextSendAt()).isEqualTo(next);
            assertThat(codes.nextSendAt(SIGN_IN, Channel.TEXT, at)).isEqualTo(next);
            assertThat(codes.send(SIGN_IN, PHONE, EPOCH, next.minusMillis(1))).isEqualTo(new Sending.TooSoon(next));
            at = next;
        }
        Instant hour = NOW.plus(Duration.ofHours(1));
        Sending limited = new Sending.Limited(hour, SendLimit.ACCOUNT_HOUR);
        assertThat(sent(codes, SIGN_IN, at).nextSendAt()).isEqualTo(hour);
        assertThat(codes.send(SIGN_IN, PHONE, EPOCH, at.plusSeconds(120))).isEqualTo(limited);
        assertThat(codes.send(SIGN_IN, PHONE, EPOCH, hour.minusMillis(1))).isEqualTo(limited);
        assertThat(codes.send(SIGN_IN, PHONE, EPOCH, hour)).isInstanceOf(Sending.Sent.class);
        // The hour moves along: the second of the five is not an hour old yet.
        assertThat(codes.send(SIGN_IN, PHONE, EPOCH, hour.plusSeconds(29)))
                .isEqualTo(new Sending.Limited(hour.plusSeconds(120), SendLimit.ACCOUNT_HOUR));
    }

    @EachDatabase
    void waitsWhenAnHourHasPassedThenBeginAnew(Databases databases) {
        SentCodes codes = on(databases.fresh());
        sent(codes, SIGN_IN, NOW);
        sent(codes, SIGN_IN, NOW.plusSeconds(30));
        Instant later = NOW.plusSeconds(30).plus(Duration.ofHours(1));

        assertThat(sent(codes, SIGN_IN, later).nextSendAt()).isEqualTo(later.plusSeconds(30));
    }

    @EachDatabase
    void waitWhenTheServerStartsAgainOrAnotherQuestionIsOpenedThenHolds(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        Db before = databases.open(settings);
        sent(on(before), SIGN_IN, NOW);
        before.close();
        SentCodes codes = on(databases.open(settings));
        Subject other = new Subject("account-1", Purpose.SIGN_IN, "challenge-2");

        Sending tooSoon = new Sending.TooSoon(NOW.plusSeconds(30));
        assertThat(codes.send(SIGN_IN, PHONE, EPOCH, NOW.plusSeconds(1))).isEqualTo(tooSoon);
        assertThat(codes.send(other, PHONE, EPOCH, NOW.plusSeconds(1))).isEqualTo(tooSoon);
        assertThat(codes.send(SIGN_IN, MAIL, EPOCH, NOW.plusSeconds(1))).isInstanceOf(Sending.Sent.class);
        assertThat(codes.send(SIGN_IN, PHONE, EPOCH, NOW.plusSeconds(2))).isEqualTo(tooSoon);
        assertThat(codes.send(new Subject("account-2", Purpose.SIGN_IN, "challenge-3"), PHONE, EPOCH, NOW))
                .isInstanceOf(Sending.Sent.class);
    }

    @EachDatabase
    void codeWhenANewerWasSentThenIsWrongAndTheNewerIsRight(Databases databases) {
        SentCodes codes = on(databases.fresh());
        String old = sent(codes, SIGN_IN, NOW).code();
        Instant later = NOW.plusSeconds(30);
        Sending.Sent newer = differs(codes, old, later);

        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, old, later)).isEqualTo(new Check.Wrong());
        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, newer.code(), later)).isEqualTo(new Check.Accepted());
        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, newer.code(), later)).isEqualTo(new Check.AlreadyUsed());
        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, old, later)).isEqualTo(new Check.Wrong());
    }

    @EachDatabase
    void codeWhenASendIsHeldBackThenWorksOn(Databases databases) {
        SentCodes codes = on(databases.fresh());
        String code = sent(codes, SIGN_IN, NOW).code();
        codes.send(SIGN_IN, PHONE, EPOCH, NOW.plusSeconds(29));

        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, code, NOW.plusSeconds(29)))
                .isEqualTo(new Check.Accepted());
    }

    @EachDatabase
    void codeWhenTenMinutesHavePassedThenHasRunOutToTheMillisecond(Databases databases) {
        SentCodes codes = on(databases.fresh());
        Sending.Sent sent = sent(codes, SIGN_IN, NOW);
        Instant end = NOW.plus(Duration.ofMinutes(10));

        assertThat(sent.expiresAt()).isEqualTo(end);
        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, sent.code(), end)).isEqualTo(new Check.Expired());
        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, sent.code(), end.minusMillis(1)))
                .isEqualTo(new Check.Accepted());
    }

    @EachDatabase
    void codeWhenTheAccountIsInAnotherEpochThenHasRunOut(Databases databases) {
        SentCodes codes = on(databases.fresh());
        String code = sent(codes, SIGN_IN, NOW).code();

        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH + 1, code, NOW)).isEqualTo(new Check.Expired());
        assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, code, NOW)).isEqualTo(new Check.Accepted());
    }

    @EachDatabase
    void codeWhenForAnythingButItsOwnQuestionAndDestinationThenIsWrong(Databases databases) {
        Db db = databases.fresh();
        SentCodes codes = on(db);
        String code = sent(codes, SIGN_IN, NOW).code();
        Check wrong = new Check.Wrong();

        for (Subject other : List.of(
                new Subject("account-2", Purpose.SIGN_IN, "challenge-1"),
                new Subject("account-1", Purpose.STEP_UP, "challenge-1"),
                new Subject("account-1", Purpose.SIGN_IN, "challenge-2"))) {
            assertThat(codes.verify(other, PHONE, EPOCH, code, NOW)).isEqualTo(wrong);
        }
        assertThat(codes.verify(SIGN_IN, MAIL, EPOCH, code, NOW)).isEqualTo(wrong);
        assertThat(codes.verify(SIGN_IN, new Destination(Channel.TEXT, "+12015550124"), EPOCH, code, NOW))
                .isEqualTo(wrong);
        for (String bad : List.of("", "000", code + "0", " " + code, "é" + code.substring(1))) {
            assertThat(codes.verify(SIGN_IN, PHONE, EPOCH, bad, NOW)).isEqualTo(wrong);
        }
        // A row that is copied to another account opens nothing there.
        db.inTransaction(() ->
                db.sql().sql("update sent_code set account_id = 'account-2'").update());
        assertThat(codes.verify(new Subject("account-2", Purpose.SIGN_IN, "challenge-1"), PHONE, EPOCH, code, NOW))
                .isEqualTo(wrong);
    }

    @EachDatabase
    void codeWhenKeptThenIsNotThereInClear(Databases databases) {
        Db db = databases.fresh();
        Sending.Sent sent = sent(on(db), SIGN_IN, NOW);

        String kept = db.read(() -> db.sql()
                .sql("select code_hash from sent_code")
                .query(String.class)
                .single());
        assertThat(kept).hasSize(64).doesNotContain(sent.code());
        assertThat(sent.toString()).doesNotContain(sent.code());
        assertThat(PHONE.toString()).doesNotContain("555");
    }

    @EachDatabase
    void codeWhenTheTransactionIsUndoneThenWasNeverSent(Databases databases) {
        Db db = databases.fresh();
        SentCodes codes = on(db);

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    sent(codes, SIGN_IN, NOW);
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        assertThat(codes.standing(SIGN_IN, NOW)).isEmpty();
        assertThat(codes.send(SIGN_IN, PHONE, EPOCH, NOW)).isInstanceOf(Sending.Sent.class);
    }

    @EachDatabase
    void standingWhenSentUsedAndDiscardedThenSaysSo(Databases databases) {
        SentCodes codes = on(databases.fresh());
        Sending.Sent sent = sent(codes, SIGN_IN, NOW);
        SentCodes.Standing standing = new SentCodes.Standing(
                Channel.TEXT, sent.messageId(), NOW, sent.expiresAt(), false, NOW.plusSeconds(30));

        assertThat(codes.standing(SIGN_IN, NOW)).contains(standing);
        codes.verify(SIGN_IN, PHONE, EPOCH, sent.code(), NOW);
        assertThat(codes.standing(SIGN_IN, NOW).orElseThrow().used()).isTrue();
        codes.discard(SIGN_IN);
        assertThat(codes.standing(SIGN_IN, NOW)).isEmpty();
        assertThat(codes.nextSendAt(SIGN_IN, Channel.TEXT, NOW)).isEqualTo(NOW.plusSeconds(30));
    }

    /// Chi-square, as in TokensTest: six standard deviations above the mean for nine degrees of freedom.
    @EachDatabase
    void codesWhenManyAreMadeThenEachDigitIsAsLikelyAtEachPlace(Databases databases) {
        Db db = databases.fresh();
        SentCodes codes = on(db);
        List<String> all = db.inTransaction(() -> IntStream.range(0, 2_000)
                .mapToObj(i -> sent(codes, new Subject("account-" + i, Purpose.ADDRESS, "x"), NOW)
                        .code())
                .collect(Collectors.toCollection(ArrayList::new)));

        assertThat(all).allMatch(code -> code.matches("[0-9]{6}"));
        for (int place = 0; place < SentCodes.DIGITS; place++) {
            int at = place;
            double expected = all.size() / 10.0;
            double chiSquare = IntStream.range('0', '9' + 1)
                    .mapToDouble(d ->
                            all.stream().filter(code -> code.charAt(at) == d).count() - expected)
                    .map(difference -> difference * difference / expected)
                    .sum();
            assertThat(chiSquare).isLessThan(9 + 6 * Math.sqrt(18));
        }
    }

    private static Sending.Sent sent(SentCodes codes, Subject subject, Instant at) {
        Sending sending = codes.send(subject, PHONE, EPOCH, at);
        assertThat(sending).isInstanceOf(Sending.Sent.class);
        return (Sending.Sent) sending;
    }

    /// A newer code that is not by chance the same.
    private static Sending.Sent differs(SentCodes codes, String old, Instant at) {
        Sending.Sent newer = sent(codes, SIGN_IN, at);
        Instant next = newer.nextSendAt();
        return newer.code().equals(old) ? differs(codes, old, next) : newer;
    }

    private static SentCodes on(Db db) {
        return new SentCodes(db, BOX, new Tokens());
    }
}
