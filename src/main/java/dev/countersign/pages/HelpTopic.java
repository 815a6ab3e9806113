package dev.countersign.pages;

import java.util.Locale;
import java.util.Optional;

/// A question that people come to the help pages with. Its words are the messages under `help.` with its word:
/// `title`, `lede`, and `1` to as many paragraphs as there are.
public enum HelpTopic {
    TWO_STEP,
    APP,
    PHONE,
    PASSKEY,
    BACKUP_CODES,
    LOST_PHONE,
    NEW_PHONE,
    DEVICES,
    PASSWORD,
    NOT_ME,
    ADMINS;

    /// The topic of that word.
    public static Optional<HelpTopic> of(String word) {
        for (HelpTopic topic : values()) {
            if (topic.word().equals(word)) {
                return Optional.of(topic);
            }
        }
        return Optional.empty();
    }

    /// Its name in addresses and messages: "lost-phone".
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
