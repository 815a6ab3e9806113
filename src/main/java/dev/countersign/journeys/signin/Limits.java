package dev.countersign.journeys.signin;

import dev.countersign.ground.throttle.Limit;
import java.time.Duration;

/// How many failures the journeys bear (PRODUCT.md sections 1 and 3).
public final class Limits {
    /// Wrong passwords for one account from one network, or on one device that the account was seen on.
    public static final Limit PASSWORD =
            new Limit("password", 5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(1), false);

    /// The same once an account had [#PASSWORDS_A_DAY] failures in a day, on devices that it was not seen on, where
    /// no link can be mailed.
    public static final Limit PASSWORD_UNDER_ATTACK =
            new Limit("password-attack", 1, Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofDays(1), false);

    /// Above so many wrong passwords for one account in a day, strangers wait longer.
    public static final int PASSWORDS_A_DAY = 100;

    /// Wrong codes in a row on one account, across challenges and factors: then typed codes are locked.
    public static final Limit SECOND_STEP =
            new Limit("second-step", 10, Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofDays(30), true);

    /// So many wrong codes in 30 days, successes notwithstanding, void the password: a new one can be had by mail.
    public static final int VOIDING_CODES_A_MONTH = 50;

    /// Where no mail can be sent, so many of one factor suspend it.
    public static final int CODES_A_MONTH = 100;

    /// The days of [#VOIDING_CODES_A_MONTH] and [#CODES_A_MONTH].
    public static final Duration MONTH = Duration.ofDays(30);

    /// New accounts from one network.
    public static final Limit SIGN_UP =
            new Limit("sign-up", 30, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), false);

    /// Password links asked for one address, or on one device that its account is known on: 5 free, then after a wait
    /// of 10 minutes doubling.
    public static final Limit PASSWORD_LINK =
            new Limit("password-link", 5, Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofDays(1), false);

    /// Password links asked from one network.
    public static final Limit PASSWORD_LINK_NETWORK = new Limit(
            "password-link-network", 30, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), false);

    /// Passkeys that open no account, from one network.
    public static final Limit PASSKEY =
            new Limit("passkey", 30, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(1), false);

    /// Questions for a passkey by whoever signs in, from one network: each is a row until it runs out.
    public static final Limit PASSKEY_OPTIONS =
            new Limit("passkey-options", 600, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1), false);

    private Limits() {}

    /// The tally of an account's wrong passwords.
    public static String passwordTally(String emailHash) {
        return "password-day:" + emailHash;
    }

    /// The tally of an account's wrong codes of every factor, since its password was set.
    public static String codeTally(String accountId) {
        return "code-month:" + accountId;
    }

    /// The tally of an account's wrong codes of one factor.
    public static String codeTally(String accountId, String factor) {
        return "code-month:" + accountId + ":" + factor;
    }
}
