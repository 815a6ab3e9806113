package dev.countersign.wiring;

import java.util.Locale;

/// A setting that the server will not start with. The message names the key and says what is allowed.
public final class SettingRefused extends RuntimeException {
    SettingRefused(String key, String sentence) {
        super(String.format(Locale.ROOT, "%s %s", key, sentence));
    }

    SettingRefused(String message) {
        super(message);
    }
}
