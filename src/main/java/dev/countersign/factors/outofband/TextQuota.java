package dev.countersign.factors.outofband;

/// How many texts may be sent. An hour and a day of a number, a network and an account end exactly that long after
/// they began; the day of an organisation, a country and the budget is the day in UTC.
///
/// @param perNumberHour to one number in an hour
/// @param perNumberDay to one number in a day
/// @param newNumbersDay numbers that one account may try in a day
/// @param perNetworkHour asked for from one network in an hour
/// @param perOrganisationDay to the members of one organisation in a day; 0 for no such limit
/// @param perCountryDay to one country in a day; 0 for no such limit
/// @param perDay the budget of a day; 0 for none
/// @param unconfirmedPercent how much of the budget numbers not yet confirmed may use
public record TextQuota(
        int perNumberHour,
        int perNumberDay,
        int newNumbersDay,
        int perNetworkHour,
        int perOrganisationDay,
        int perCountryDay,
        int perDay,
        int unconfirmedPercent) {
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

    /// The numbers that hold where the settings say nothing.
    public static TextQuota defaults() {
        return new TextQuota(5, 10, 3, 10, 500, 500, 1_000, 20);
    }

    int unconfirmedPerDay() {
        return (int) ((long) perDay * unconfirmedPercent / WHOLE);
    }

    /// From how many texts a day on the budget is nearly used.
    int nearly() {
        return (int) (((long) perDay * NEARLY + WHOLE - 1) / WHOLE);
    }
}
