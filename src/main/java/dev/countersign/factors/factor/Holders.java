package dev.countersign.factors.factor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who holds factors. Accounts and the references of applications that only verify each have tables of their own, of
/// one shape, so that the rooms check both by the same statements and neither can ever be taken for the other.
public enum Holders {
    /// Accounts: `factor`, `totp`, …, by `account_id`.
    ACCOUNTS("account_id", ""),
    /// References: `reference_factor`, `reference_totp`, …, by `reference_id`.
    REFERENCES("reference_id", "reference_");

    private final String holder;
    private final String prefix;

    // A memory of constant texts, which nobody sees.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> written = new ConcurrentHashMap<>();

    Holders(String holder, String prefix) {
        this.holder = holder;
        this.prefix = prefix;
    }

    /// The name of their table for that.
    public String table(String name) {
        return prefix + name;
    }

    /// A statement of constant text, with `{holder}` for the column of the holder's id and `{name}` for [#table].
    public String sql(String statement) {
        return written.computeIfAbsent(statement, this::write);
    }

    private String write(String statement) {
        return statement.replace("{holder}", holder).replace("{", prefix).replace("}", "");
    }
}
