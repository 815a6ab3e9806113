package dev.countersign.ground.store;

/// The database in use, and what must be written differently for it.
public enum Dialect {
    SQLITE("rowid", "max"),
    POSTGRESQL("ctid", "greatest");

    private final String rowAddress;
    private final String greatest;

    Dialect(String rowAddress, String greatest) {
        this.rowAddress = rowAddress;
        this.greatest = greatest;
    }

    /// The hidden column that addresses a row, for deletes that are bounded by a subquery.
    public String rowAddress() {
        return rowAddress;
    }

    /// The larger of two expressions of one row.
    public String greatest(String one, String other) {
        return greatest + "(" + one + ", " + other + ")";
    }
}
