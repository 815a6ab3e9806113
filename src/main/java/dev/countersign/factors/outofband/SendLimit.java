package dev.countersign.factors.outofband;

import java.util.Locale;

/// What a limit on sending is for.
public enum SendLimit {
    /// Codes of one account, by one channel and for one purpose, in an hour.
    ACCOUNT_HOUR,
    /// Messages to one number or address in an hour.
    NUMBER_HOUR,
    /// Messages to one number or address in a day.
    NUMBER_DAY,
    /// Numbers, or addresses, that are new to an account or a reference in a day.
    NEW_NUMBERS_DAY,
    /// Texts asked for from one network in an hour.
    NETWORK_HOUR,
    /// Texts to the members of one organisation in a day, or by all of its applications that only verify.
    ORGANISATION_DAY,
    /// Texts to one country in a day.
    COUNTRY_DAY,
    /// All texts of a day.
    BUDGET,
    /// The share of the budget that is for numbers not yet confirmed.
    UNCONFIRMED_BUDGET,
    /// Messages of one application that only verifies, in a day.
    APPLICATION_DAY,
    /// The share of those that is for numbers and addresses not yet confirmed.
    APPLICATION_UNCONFIRMED,
    /// Texts of all such applications in a day.
    APPLICATIONS_DAY;

    /// Its name in the audit record and in bundles.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
