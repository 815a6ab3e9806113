package dev.countersign.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The languages that pages can be shown in, each with all its messages.
public final class Languages {
    /// A made-up right-to-left language, English in mirrored brackets and 40 % longer: it shows words that were
    /// left out of the bundles, and room that is too tight.
    public static final String PSEUDO = "ar-XB";

    private final Map<String, Bundle> bundles = new LinkedHashMap<>();

    public Languages(boolean withPseudoLocale) {
        Bundle english = Bundle.read("/messages.properties", Locale.ENGLISH);
        bundles.put("en", english);
        bundles.put("es", Bundle.read("/messages_es.properties", Locale.of("es")));
        if (withPseudoLocale) {
            bundles.put(PSEUDO, english);
        }
    }

    /// A language as it is offered, named in itself.
    public record Offer(String tag, String name, String direction) {}

    /// All languages, English first.
    public List<Offer> offers() {
        return bundles.keySet().stream()
                .map(tag -> switch (tag) {
                    case "en" -> new Offer(tag, "English", "ltr");
                    case "es" -> new Offer(tag, "Español", "ltr");
                    default -> new Offer(tag, "Mirrored English", "rtl");
                })
                .toList();
    }

    /// The words for a BCP 47 tag, keeping its region for dates and times, or empty when the language is not spoken
    /// here.
    public Optional<Words> in(String tag) {
        if (tag.length() > 35) {
            return Optional.empty();
        }
        Bundle pseudo = tag.equals(PSEUDO) ? bundles.get(PSEUDO) : null;
        if (pseudo != null) {
            return Optional.of(new Words(pseudo, Locale.forLanguageTag(PSEUDO), true));
        }
        Locale locale = Locale.forLanguageTag(tag);
        Bundle bundle = bundles.get(locale.getLanguage());
        return Optional.ofNullable(bundle)
                .map(found -> new Words(found, Locale.of(locale.getLanguage(), locale.getCountry()), false));
    }

    /// The words where nothing better is known.
    public Words english() {
        return in("en").orElseThrow();
    }

    Bundle bundle(String tag) {
        Bundle bundle = bundles.get(tag);
        if (bundle == null) {
            throw new IllegalArgumentException("No language " + tag);
        }
        return bundle;
    }
}
