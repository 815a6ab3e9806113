package dev.countersign.pages;

import com.ibm.icu.text.ListFormatter;
import com.ibm.icu.util.ULocale;
import gg.jte.Content;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What pages say, in one language. Arguments come as names and values in turn: `say("left", "count", 3)`.
public final class Words {
    private final Bundle bundle;
    private final Locale locale;
    private final boolean pseudo;

    Words(Bundle bundle, Locale locale, boolean pseudo) {
        this.bundle = bundle;
        this.locale = locale;
        this.pseudo = pseudo;
    }

    /// The BCP 47 tag for `lang`.
    public String tag() {
        return pseudo ? Languages.PSEUDO : locale.getLanguage();
    }

    /// The BCP 47 tag with the region, as an account keeps it.
    public String regionTag() {
        return locale.toLanguageTag();
    }

    /// `ltr` or `rtl`.
    public String direction() {
        return ULocale.forLocale(locale).isRightToLeft() ? "rtl" : "ltr";
    }

    /// Whether there is a message of that key.
    public boolean has(String key) {
        return bundle.has(key);
    }

    /// The sentence as text; the template escapes it.
    public String say(String key, Object... arguments) {
        return stretched(bundle.message(key).with(named(arguments)));
    }

    /// The sentence with its own markup: `<b>`, `<bdi>`, `<code>`, and one link as `<a>`, whose address is the
    /// argument `href`. Arguments that are text are escaped here, and so are never markup; one that is `Content` (a
    /// `Moment`) stands as it is.
    public Content rich(String key, Object... arguments) {
        Map<String, Object> named = named(arguments);
        named.replaceAll((name, value) -> switch (value) {
            case CharSequence text -> escaped(text.toString());
            case Content content -> rendered(content);
            case Object number -> number;
        });
        String html = stretched(bundle.message(key).with(named));
        if (named.get("href") instanceof CharSequence href) {
            html = html.replace("<a>", "<a href=\"" + href + "\">");
        }
        String whole = html;
        return output -> output.writeContent(whole);
    }

    /// A day: "14 March 2026".
    public String day(Instant instant, ZoneId zone) {
        return formatted(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG), instant, zone);
    }

    /// A time of day: "14:32".
    public String time(Instant instant, ZoneId zone) {
        return formatted(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT), instant, zone);
    }

    /// A day with its time.
    public String dayAndTime(Instant instant, ZoneId zone) {
        return formatted(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT), instant, zone);
    }

    /// How long, rounded up: "24 seconds", "10 minutes", "2 hours", "3 days".
    public String length(Duration duration) {
        long seconds = Math.max(1, duration.plusMillis(999).toSeconds());
        if (seconds < 60) {
            return say("length.seconds", "count", seconds);
        }
        long minutes = (seconds + 59) / 60;
        if (minutes < 120) {
            return say("length.minutes", "count", minutes);
        }
        long hours = (minutes + 59) / 60;
        return hours < 48 ? say("length.hours", "count", hours) : say("length.days", "count", (hours + 23) / 24);
    }

    /// These as alternatives: "app, text message, or passkey".
    public String anyOf(List<String> ways) {
        return ListFormatter.getInstance(ULocale.forLocale(locale), ListFormatter.Type.OR, ListFormatter.Width.WIDE)
                .format(ways);
    }

    private String formatted(DateTimeFormatter formatter, Instant instant, ZoneId zone) {
        Locale spoken = pseudo ? Locale.ENGLISH : locale;
        return formatter.withLocale(spoken).format(instant.atZone(zone));
    }

    private String stretched(String text) {
        if (!pseudo) {
            return text;
        }
        // In words that a line can break between, as it can in every language.
        int more = text.length() * 2 / 5;
        return "⟧" + text + " " + "~~~~~~ ".repeat(more / 7) + "~".repeat(more % 7) + "⟦";
    }

    private static Map<String, Object> named(Object... arguments) {
        Map<String, Object> named = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            named.put(arguments[i].toString(), arguments[i + 1]);
        }
        return named;
    }

    private static String rendered(Content content) {
        StringOutput output = new StringOutput();
        content.writeTo(output);
        return output.toString();
    }

    private static String escaped(String text) {
        StringOutput output = new StringOutput();
        // Safe in text and in a quoted attribute alike, since an address may stand in either.
        Escape.htmlAttribute(text, output);
        return output.toString().replace("<", "&lt;").replace(">", "&gt;");
    }
}
