package dev.countersign.wiring;

/// A setting that the server will not start with. The message names the key and says what is allowed.
public final class SettingRefused extends RuntimeException {
    SettingRefused(String key, String sentence) {
        super("%s %s".formatted(key, sentence));
    }

    SettingRefused(String message) {
        super(message);
    }
}
