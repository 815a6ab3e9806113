package dev.countersign.ground.store;

/// The database in use, and what must be written differently for it.
public enum Dialect {
    SQLITE("max", ""),
    POSTGRESQL("greatest", " collate \"C\"");

    private final String greatest;
    private final String byteOrder;

    Dialect(String greatest, String byteOrder) {
        this.greatest = greatest;
        this.byteOrder = byteOrder;
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
