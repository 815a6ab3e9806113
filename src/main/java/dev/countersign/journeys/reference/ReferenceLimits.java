package dev.countersign.journeys.reference;

import dev.countersign.ground.secret.Token;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Duration;

/// How long things of references live, and what failures of theirs are counted under. The limits on failures are
/// those of accounts; the subject names application and reference, so that neither another application's reference
/// nor any account is ever touched.
public final class ReferenceLimits {
    /// How long what is being enrolled waits for its code.
    public static final Duration PENDING = Duration.ofMinutes(15);
    /// Wrong codes that one enrolment bears.
    public static final int ENROLMENT_ATTEMPTS = 10;
    /// How long a question is open.
    public static final Duration CHALLENGE = Duration.ofMinutes(10);
    /// Wrong answers that one question bears.
    public static final int CHALLENGE_ATTEMPTS = 5;
    /// How long a result can be redeemed.
    public static final Duration RESULT = Duration.ofMinutes(2);
    /// Backup codes of a set.
    public static final int BACKUP_CODES = 10;

    private ReferenceLimits() {}

    /// The subject of failures in a row. An application's id has always the same length: no two are the same text.
    public static String subject(String appId, String reference) {
        return "reference:" + Token.hash(appId + ":" + reference);
    }

    static String subject(VerifyApp app, String reference) {
        return subject(app.id(), reference);
    }

    /// The tally of wrong codes of one factor by the month.
    static String tally(String subject, String factor) {
        return subject + ":" + factor;
    }
}
