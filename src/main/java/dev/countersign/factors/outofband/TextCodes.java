package dev.countersign.factors.outofband;

import dev.countersign.factors.outofband.SentCodes.Sending;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.outofband.TextLimits.Alarm;
import dev.countersign.factors.outofband.TextLimits.Allowance;
import dev.countersign.factors.outofband.TextLimits.ApplicationAsk;
import dev.countersign.factors.outofband.TextLimits.Ask;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Set;

/// Codes under both rules at once: the pace of the account, and the limits on texts. What one of
/// them refuses does not count for the other.
public final class TextCodes {
    private final Db db;
    private final SentCodes codes;
    private final TextLimits limits;

    public TextCodes(Db db, SentCodes codes, TextLimits limits) {
        this.db = db;
        this.codes = codes;
        this.limits = limits;
    }

    /// What came of asking for a text, and what the audit record is to say besides.
    public record Texting(Sending sending, Set<Alarm> alarms) {
        public Texting {
            alarms = Set.copyOf(alarms);
        }
    }

    /// Makes a code for that number, if it may be sent now. Joins the caller's transaction.
    public Texting send(Subject subject, Ask ask, long epoch, Instant now) {
        return db.inTransaction(
                () -> send(subject, Destination.of(ask.number()), limits.reserve(ask, now), epoch, now));
    }

    /// Makes a code that an application has sent, by text or mail.
    public Texting send(Subject subject, ApplicationAsk ask, long epoch, Instant now) {
        return db.inTransaction(() -> send(subject, ask.to(), limits.reserve(ask, now), epoch, now));
    }

    private Texting send(Subject subject, Destination to, Allowance allowance, long epoch, Instant now) {
        return switch (allowance) {
            case Allowance.Refused(SendLimit which, Instant until, Set<Alarm> alarms) ->
                new Texting(new Sending.Limited(until, which), alarms);
            case Allowance.Reserved(TextLimits.Receipt receipt, Set<Alarm> alarms) -> {
                Sending sending = codes.send(subject, to, epoch, now);
                if (!(sending instanceof Sending.Sent)) {
                    limits.giveBack(receipt);
                }
                yield new Texting(sending, alarms);
            }
        };
    }
}
