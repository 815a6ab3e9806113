package dev.countersign.doors.letters;

import dev.countersign.pages.Languages;
import dev.countersign.pages.Mail;
import dev.countersign.pages.Words;
import dev.countersign.people.brand.Accent;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.SupportContact;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message's values and the sentences made of them, in the language and the time zone of whom it goes to.
final class Phrases {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final Words words;
    private final boolean mirrored;
    private final Message message;
    private final Installation installation;
    private final @Nullable Brand brand;
    private final Instant now;

    /// @param brand of the organisation that manages the account it is for, or null
    Phrases(Words words, Message message, Installation installation, @Nullable Brand brand, Instant now) {
        this.words = words;
        this.mirrored = words.direction().equals("rtl");
        this.message = message;
        this.installation = installation;
        this.brand = brand;
        this.now = now;
    }

    Words words() {
        return words;
    }

    Map<String, String> fields() {
        return message.fields();
    }

    /// A field as it is, for a code or a link.
    Optional<String> field(String name) {
        return Optional.ofNullable(fields().get(name)).filter(value -> !value.isBlank());
    }

    /// A field that a kind of message cannot do without.
    String needed(String name) {
        return field(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        message.kind().word() + " " + message.id() + " has no field " + name));
    }

    /// A field of milliseconds.
    Optional<Instant> instant(String name) {
        return field(name).map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
    }

    /// The name this server goes by.
    String name() {
        return Harmless.line(installation.name());
    }

    /// The host that people see in their browser.
    String host() {
        @Nullable String host = installation.baseUrl().getHost();
        return host == null ? "" : host;
    }

    /// The organisation that manages the account, as it may stand in a mail; or null.
    @Nullable
    String organisation() {
        return brand == null ? null : Harmless.strange(brand.name());
    }

    /// Its colour, or null.
    @Nullable
    Accent accent() {
        return brand == null ? null : brand.accent();
    }

    /// Whom to ask.
    SupportContact support() {
        return brand == null || brand.support().isEmpty() ? installation.support() : brand.support();
    }

    Message message() {
        return message;
    }

    /// A value set apart from the words around it.
    Apart apart(String value) {
        return new Apart(value, mirrored);
    }

    /// A sentence; arguments that are text are set apart.
    Mail.Line line(String key, Object... arguments) {
        Object[] apart = arguments.clone();
        for (int i = 1; i < apart.length; i += 2) {
            apart[i] = apart[i] instanceof String text ? apart(text) : apart[i];
        }
        return new Mail.Line(words.rich(key, apart), words.say(key, apart));
    }

    /// A value that is a line of its own.
    Mail.Line line(Apart value) {
        return new Mail.Line(value, value.toString());
    }

    /// "22 November 2026 at 14:32 (Europe/Berlin)".
    String moment(Instant at) {
        return words.say("mail.moment", "time", words.dayAndTime(at, zone()), "zone", zoneName());
    }

    /// "14:32 (Europe/Berlin)".
    String time(Instant at) {
        return words.say("mail.moment", "time", words.time(at, zone()), "zone", zoneName());
    }

    /// "29 November 2026".
    String day(Instant at) {
        return words.day(at, zone());
    }

    Instant now() {
        return now;
    }

    /// How long the message is worth something, said in whole minutes: a code that left half a second late still
    /// works for 10 minutes.
    String life() {
        Duration left = Duration.between(now, message.expiresAt());
        Duration rounded = left.compareTo(Duration.ofMinutes(1)) < 0
                ? left
                : Duration.ofMinutes(left.plus(HALF_A_MINUTE).toMinutes());
        return words.length(rounded.isNegative() ? Duration.ZERO : rounded);
    }

    private ZoneId zone() {
        String id = message.timeZone();
        return ZoneId.getAvailableZoneIds().contains(id) ? ZoneId.of(id) : ZoneId.of("UTC");
    }

    private String zoneName() {
        return zone().getId().replace('_', ' ');
    }

    /// The words of a message's language, English where it is not spoken here.
    static Words wordsOf(Languages languages, Message message) {
        return languages.in(message.locale()).orElseGet(languages::english);
    }
}
