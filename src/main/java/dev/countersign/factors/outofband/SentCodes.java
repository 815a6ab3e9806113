package dev.countersign.factors.outofband;

import dev.countersign.factors.factor.Holders;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Codes of six digits that go out by text message or email: when one may be sent, and the one write that accepts
/// it. Every method joins the caller's transaction. Failures of the account are counted by the journeys, and a send
/// touches no such count.
public final class SentCodes {
    /// How long a code works.
    public static final Duration GOOD_FOR = Duration.ofMinutes(10);

    /// How many digits it has.
    public static final int DIGITS = 6;

    private static final String ROW_END = "\n";

    private final Db db;
    private final SecretBox box;
    private final Tokens tokens;
    private final SentCodeStore store;

    /// The codes of accounts.
    public SentCodes(Db db, SecretBox box, Tokens tokens) {
        this(db, box, tokens, Holders.ACCOUNTS);
    }

    /// The codes of those holders.
    public SentCodes(Db db, SecretBox box, Tokens tokens, Holders holders) {
        this.db = db;
        this.box = box;
        this.tokens = tokens;
        this.store = new SentCodeStore(db, holders);
    }

    /// What a code is for. One sent for one purpose is none for another.
    public enum Purpose {
        /// The open question of a sign-in.
        SIGN_IN,
        /// Fresh evidence of somebody who is signed in.
        STEP_UP,
        /// To verify a phone.
        PHONE,
        /// Before a first enrolment on a device not seen before.
        FIRST_ENROLMENT,
        /// To confirm an address.
        ADDRESS,
        /// The open question of an application that has the second step verified here.
        QUESTION;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Whose code it is, and which question it answers. A question has one code at most, the newest.
    ///
    /// @param accountId or, where there is no account, what stands for it: how fast codes go out is counted by it
    /// @param holderId the id of the challenge, the enrolment or whatever else the code answers
    public record Subject(String accountId, Purpose purpose, String holderId) {}

    /// What came of asking for a code.
    public sealed interface Sending {
        /// There is one. The caller puts it into a message of that id, which expires when the code does.
        record Sent(String messageId, String code, Instant nextSendAt, Instant expiresAt) implements Sending {
            @Override
            public String toString() {
                return "Sent[" + messageId + " ***]";
            }
        }

        /// Not yet; the code before still works.
        record TooSoon(Instant retryAt) implements Sending {}

        /// Not before then; the code before still works.
        record Limited(Instant retryAt, SendLimit which) implements Sending {}
    }

    /// What came of typing one.
    public sealed interface Check {
        /// Accepted; never again.
        record Accepted() implements Check {}

        /// Not the newest code that was sent there for this.
        record Wrong() implements Check {}

        /// The newest code has run out, by its time or by a new epoch of the account.
        record Expired() implements Check {}

        /// Right, but used.
        record AlreadyUsed() implements Check {}
    }

    /// The newest code of a question, for its page: when it went out and runs out, the message that carries it, and
    /// when the next may follow.
    public record Standing(
            Channel channel, String messageId, Instant sentAt, Instant expiresAt, boolean used, Instant nextSendAt) {}

    /// Makes a new code in the place of the one before, unless it is too soon. Of any number of calls at once, one
    /// makes it.
    ///
    /// @param epoch the account's epoch: the code is dead in a later one
    public Sending send(Subject subject, Destination to, long epoch, Instant now) {
        return db.inTransaction(() -> {
            Optional<SentCodeStore.Pace> paced = store.step(subject, to.channel(), now);
            if (paced.isEmpty()) {
                return held(subject, to.channel(), now);
            }
            String messageId = tokens.newId(now);
            String code = tokens.digits(DIGITS);
            Instant expiresAt = now.plus(GOOD_FOR);
            store.put(
                    subject,
                    new SentCodeStore.Row(
                            to.channel(), messageId, hash(subject, to, messageId, code), epoch, now, expiresAt, false));
            return new Sending.Sent(messageId, code, paced.get().nextSendAt(), expiresAt);
        });
    }

    /// When a code may be sent next; not after `now` where it may be sent at once.
    public Instant nextSendAt(Subject subject, Channel channel, Instant now) {
        return db.read(() -> store.pace(subject, channel))
                .map(SentCodeStore.Pace::nextSendAt)
                .orElse(now);
    }

    /// The newest code of that question, dead or alive; empty when none was sent.
    public Optional<Standing> standing(Subject subject, Instant now) {
        return db.read(() -> store.row(subject)
                .map(row -> new Standing(
                        row.channel(),
                        row.messageId(),
                        row.sentAt(),
                        row.expiresAt(),
                        row.used(),
                        nextSendAt(subject, row.channel(), now))));
    }

    /// Checks a code and, when it is right, uses it up by one conditional write: of the same code sent many times
    /// at once, one is accepted.
    ///
    /// @param to where it must have been sent
    /// @param epoch the account's epoch now
    /// @param code six ASCII digits
    public Check verify(Subject subject, Destination to, long epoch, String code, Instant now) {
        return db.inTransaction(() -> {
            Optional<SentCodeStore.Row> row = store.row(subject);
            Check check = check(row, subject, to, epoch, code, now);
            return check instanceof Check.Accepted
                            && !store.spend(subject, row.orElseThrow().messageId(), epoch, now)
                    ? lost(subject, row.orElseThrow())
                    : check;
        });
    }

    /// What [#verify] would say, without using the code up: for whoever has slow work to do before the code counts.
    public Check look(Subject subject, Destination to, long epoch, String code, Instant now) {
        return db.read(() -> check(store.row(subject), subject, to, epoch, code, now));
    }

    private Check check(
            Optional<SentCodeStore.Row> found, Subject subject, Destination to, long epoch, String code, Instant now) {
        if (found.isEmpty() || found.get().channel() != to.channel()) {
            return new Check.Wrong();
        }
        SentCodeStore.Row row = found.get();
        if (row.epoch() != epoch || !row.expiresAt().isAfter(now)) {
            return new Check.Expired();
        }
        if (!same(row.codeHash(), hash(subject, to, row.messageId(), code))) {
            return new Check.Wrong();
        }
        return row.used() ? new Check.AlreadyUsed() : new Check.Accepted();
    }

    /// Voids the code of a question that is closed.
    public void discard(Subject subject) {
        db.inTransaction(() -> store.delete(subject));
    }

    /// Voids all codes of a holder, and gives the ids of the messages that carry them.
    public List<String> discardAll(String accountId) {
        return db.inTransaction(() -> {
            List<String> messages = store.messages(accountId);
            store.deleteAll(accountId);
            return messages;
        });
    }

    /// Forgets when codes went out to a holder that is no more.
    public void forget(String accountId) {
        db.inTransaction(() -> store.deletePace(accountId));
    }

    private Sending held(Subject subject, Channel channel, Instant now) {
        SentCodeStore.Pace pace = store.pace(subject, channel)
                .orElseThrow(() -> new IllegalStateException("what holds a code back was gone within a transaction"));
        return pace.hourIsFull(now)
                ? new Sending.Limited(pace.nextSendAt(), SendLimit.ACCOUNT_HOUR)
                : new Sending.TooSoon(pace.nextSendAt());
    }

    /// It was right a moment ago: either somebody used it since, or a newer one has gone out.
    private Check lost(Subject subject, SentCodeStore.Row before) {
        boolean replaced = store.row(subject)
                .filter(row -> row.messageId().equals(before.messageId()))
                .isEmpty();
        return replaced ? new Check.Wrong() : new Check.AlreadyUsed();
    }

    /// Six digits are too few to be hashed bare. The hash is bound to the question, the destination and the very
    /// message: the row of another account, or an older one put back, accepts nothing.
    private String hash(Subject subject, Destination to, String messageId, String code) {
        return box.keyedHash(
                "sent-code",
                String.join(
                        ROW_END,
                        subject.accountId(),
                        subject.purpose().word(),
                        subject.holderId(),
                        to.channel().word(),
                        to.address(),
                        messageId,
                        code));
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }
}
