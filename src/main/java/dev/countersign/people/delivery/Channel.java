package dev.countersign.people.delivery;

import java.util.Locale;

/// How a message travels.
public enum Channel {
    /// Mail, to an address.
    EMAIL,
    /// A text message, to a number in E.164 form.
    TEXT;

    /// Its name in tables, logs and the API.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
