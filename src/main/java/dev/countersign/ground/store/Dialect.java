package dev.countersign.ground.store;

/// The database in use, and what must be written differently for it.
public enum Dialect {
    SQLITE("rowid", "max", ""),
    POSTGRESQL("ctid", "greatest", " collate \"C\"");

    private final String rowAddress;
    private final String greatest;
    private final String byteOrder;

    Dialect(String rowAddress, String greatest, String byteOrder) {
        this.rowAddress = rowAddress;
        this.greatest = greatest;
        this.byteOrder = byteOrder;
    }

    /// The hidden column that addresses a row, for deletes that are bounded by a subquery.
    public String rowAddress() {
        return rowAddress;
    }

    /// The larger of two expressions of one row.
    public String greatest(String one, String other) {
        return greatest + "(" + one + ", " + other + ")";
    }

    /// What follows a table that is to be read by that index, where the database would guess and guesses wrong. The
    /// other one knows from its statistics.
    public String by(String index) {
        return this == SQLITE ? " indexed by " + index : "";
    }

    /// What follows a text column that is to be compared byte by byte, whatever the database's language is.
    public String byteOrder() {
        return byteOrder;
    }
}
