package dev.countersign.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// All messages of one language.
final class Bundle {
    private final Locale language;
    private final Properties patterns = new Properties();
    private final Map<String, Message> parsed = new ConcurrentHashMap<>();

    private Bundle(Locale language) {
        this.language = language;
    }

    /// The bundle in that file on the class path.
    static Bundle read(String file, Locale language) {
        Bundle bundle = new Bundle(language);
        try (InputStream in = Bundle.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("No messages at " + file);
            }
            bundle.patterns.load(new InputStreamReader(in, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundle;
    }

    Locale language() {
        return language;
    }

    Set<String> keys() {
        return new TreeSet<>(patterns.stringPropertyNames());
    }

    String pattern(String key) {
        String pattern = patterns.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("No message " + key + " in " + language);
        }
        return pattern;
    }

    boolean has(String key) {
        return patterns.containsKey(key);
    }

    Message message(String key) {
        return parsed.computeIfAbsent(key, missing -> Message.of(pattern(missing), language));
    }
}
