package dev.countersign.factors.outofband;

/// How many texts may be sent. An hour and a day of a number, a network and an account end exactly that long after
/// they began; the day of an organisation, a country and the budget is the day in UTC.
///
/// @param perNumberHour to one number in an hour
/// @param perNumberDay to one number in a day
/// @param newNumbersDay numbers that one account may try in a day
/// @param perNetworkHour asked for from one network in an hour
/// @param perOrganisationDay to the members of one organisation in a day, and by all of its applications that only
///     verify; 0 for no such limit
/// @param perCountryDay to one country in a day; 0 for no such limit
/// @param perDay the budget of a day; 0 for none
/// @param unconfirmedPercent how much of a budget numbers not yet confirmed may use
/// @param applications what applications that only verify may send besides
public record TextQuota(
        int perNumberHour,
        int perNumberDay,
        int newNumbersDay,
        int perNetworkHour,
        int perOrganisationDay,
        int perCountryDay,
        int perDay,
        int unconfirmedPercent,
        Applications applications) {
    private static final int WHOLE = 100;
    private static final int NEARLY = 80;

    public TextQuota {
        if (perNumberHour < 1 || perNumberDay < 1 || newNumbersDay < 1 || perNetworkHour < 1) {
            throw new IllegalArgumentException("A limit per number, account or network is at least 1");
        }
        if (perOrganisationDay < 0 || perCountryDay < 0 || perDay < 0) {
            throw new IllegalArgumentException("A limit per organisation, country or day is 0 (none) or more");
        }
        if (unconfirmedPercent < 0 || unconfirmedPercent > WHOLE) {
            throw new IllegalArgumentException("A share is 0 to 100 percent");
        }
    }

    /// What applications that only verify may send: budgets of their own, so that none of them uses up another's, nor
    /// that of accounts.
    ///
    /// @param textsDay texts of one application in a day; 0 for no such limit
    /// @param allTextsDay texts of all of them together in a day: what they can cost at most; 0 for none
    /// @param mailsDay mails of one application in a day; 0 for no such limit
    public record Applications(int textsDay, int allTextsDay, int mailsDay) {
        public Applications {
            if (textsDay < 0 || allTextsDay < 0 || mailsDay < 0) {
                throw new IllegalArgumentException("A limit per application is 0 (none) or more");
            }
        }

        /// What holds where the settings say nothing.
        public static Applications defaults() {
            return new Applications(200, 1_000, 2_000);
        }
    }

    /// The same with what applications may send by default.
    public TextQuota(
            int perNumberHour,
            int perNumberDay,
            int newNumbersDay,
            int perNetworkHour,
            int perOrganisationDay,
            int perCountryDay,
            int perDay,
            int unconfirmedPercent) {
        this(
                perNumberHour,
                perNumberDay,
                newNumbersDay,
                perNetworkHour,
                perOrganisationDay,
                perCountryDay,
                perDay,
                unconfirmedPercent,
                Applications.defaults());
    }

    /// The numbers that hold where the settings say nothing.
    public static TextQuota defaults() {
        return new TextQuota(5, 10, 3, 10, 500, 500, 1_000, 20);
    }

    int unconfirmedPerDay() {
        return unconfirmedOf(perDay);
    }

    /// The share of so many that numbers not yet confirmed may use.
    int unconfirmedOf(int most) {
        return (int) ((long) most * unconfirmedPercent / WHOLE);
    }

    /// From how many texts a day on the budget is nearly used.
    int nearly() {
        return (int) (((long) perDay * NEARLY + WHOLE - 1) / WHOLE);
    }
}
