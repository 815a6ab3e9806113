package dev.countersign.people.site;

import dev.countersign.people.client.Acr;
import dev.countersign.people.site.SiteFault.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is agreed with a site as texts, one for each field, for forms and for the API; and what changed, in the same
/// words. A rule is one line: `[METHOD,METHOD ][host]/path who[ fresh N]`.
public final class SiteFields {
    private static final int LONGEST_NAME = 80;
    private static final int MOST_ORIGINS = 20;
    private static final int MOST_RULES = 100;
    private static final int LONGEST_PATH = 500;
    private static final int LONGEST_FRESH = 1440;

    // RFC 9110 §9.1: methods are compared as they are written, and those that are registered are in capitals.
    private static final Pattern RULE = Pattern.compile(
            "(?:([A-Z]{1,20}(?:,[A-Z]{1,20})*) )?([a-z0-9.:\\[\\]-]+)?(/\\S*) ([a-z]+)(?: fresh ([0-9]{1,4}))?");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern COMMA = Pattern.compile(",");

    private final Map<String, String> texts;
    private final List<SiteFault> faults = new ArrayList<>();

    private SiteFields(Map<String, String> texts) {
        this.texts = texts;
    }

    /// What came of reading the texts.
    public record Read(Optional<SiteTerms> terms, List<SiteFault> faults) {}

    /// Reads what was typed or sent. A field that is missing is empty.
    public static Read read(Map<String, String> texts) {
        SiteFields fields = new SiteFields(texts);
        String name = fields.name();
        List<SiteOrigin> origins = fields.origins();
        SiteTerms terms = new SiteTerms(name, origins, fields.rules(origins), fields.leastAcr());
        return new Read(fields.faults.isEmpty() ? Optional.of(terms) : Optional.empty(), List.copyOf(fields.faults));
    }

    private String text(String field) {
        return texts.getOrDefault(field, "").strip();
    }

    private List<String> lines(String field) {
        return Arrays.stream(text(field).split("\\R", -1))
                .map(line -> SPACES.matcher(line.strip()).replaceAll(" "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void wrong(String field, Kind kind, int line) {
        faults.add(new SiteFault(field, kind, line));
    }

    private String name() {
        String name = text("name");
        if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            wrong("name", Kind.MISSING, 0);
        } else if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
            wrong("name", Kind.TOO_LONG, 0);
        }
        return name;
    }

    private List<SiteOrigin> origins() {
        Set<SiteOrigin> origins = new LinkedHashSet<>();
        List<String> lines = lines("origins");
        if (lines.isEmpty()) {
            wrong("origins", Kind.MISSING, 0);
        } else if (lines.size() > MOST_ORIGINS) {
            wrong("origins", Kind.TOO_LONG, 0);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            // The slash that address bars show behind an origin.
            String bare = line.endsWith("/") ? line.substring(0, line.length() - 1) : line;
            Optional<SiteOrigin> origin = SiteOrigin.of(bare).filter(SiteOrigin::registrable);
            if (origin.isEmpty()) {
                wrong("origins", Kind.NOT_AN_ORIGIN, i + 1);
            }
            origin.ifPresent(origins::add);
        }
        return List.copyOf(origins);
    }

    private List<SiteRule> rules(List<SiteOrigin> origins) {
        List<String> lines = lines("rules");
        if (lines.size() > MOST_RULES) {
            wrong("rules", Kind.TOO_LONG, 0);
            return List.of();
        }
        List<SiteRule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            SiteRule rule = rule(lines.get(i));
            if (rule == null) {
                wrong("rules", Kind.NOT_A_RULE, i + 1);
            } else if (rule.authority() != null && nowhere(rule.authority(), origins)) {
                wrong("rules", Kind.OTHER_HOST, i + 1);
            } else if (rule.freshMinutes() != null
                    && (rule.who() == SiteRule.Who.ANYONE || rule.who() == SiteRule.Who.NOBODY)) {
                wrong("rules", Kind.FRESH_FOR_NOBODY, i + 1);
            } else {
                rules.add(rule);
            }
        }
        return List.copyOf(rules);
    }

    private static boolean nowhere(String authority, List<SiteOrigin> origins) {
        return origins.stream().noneMatch(origin -> origin.authority().equals(authority));
    }

    private static @Nullable SiteRule rule(String line) {
        Matcher parts = RULE.matcher(line);
        if (!parts.matches()) {
            return null;
        }
        SiteRule.Who who = SiteRule.Who.of(parts.group(4)).orElse(null);
        Integer fresh = parts.group(5) == null ? null : Integer.valueOf(parts.group(5));
        String path = path(parts.group(3));
        if (who == null || path == null || (fresh != null && (fresh < 1 || fresh > LONGEST_FRESH))) {
            return null;
        }
        Set<String> methods = parts.group(1) == null ? Set.of() : Set.of(COMMA.split(parts.group(1), -1));
        return new SiteRule(new TreeSet<>(methods), parts.group(2), path, who, fresh);
    }

    // A rule's path is read as the paths it is compared with are, so that both are the same text.
    private static @Nullable String path(String text) {
        return text.length() > LONGEST_PATH || text.contains("?")
                ? null
                : SiteAddress.of(new SiteOrigin("https", "any"), text)
                        .filter(SiteAddress::plain)
                        .map(SiteAddress::path)
                        .orElse(null);
    }

    private @Nullable String leastAcr() {
        String acr = text("leastAcr");
        if (acr.isEmpty()) {
            return null;
        }
        if (!Acr.ALL.contains(acr)) {
            wrong("leastAcr", Kind.UNKNOWN, 0);
        }
        return acr;
    }

    /// A rule as a line.
    public static String line(SiteRule rule) {
        StringBuilder line = new StringBuilder();
        if (!rule.methods().isEmpty()) {
            line.append(String.join(",", new TreeSet<>(rule.methods()))).append(' ');
        }
        if (rule.authority() != null) {
            line.append(rule.authority());
        }
        line.append(encoded(rule.path())).append(' ').append(rule.who().word());
        if (rule.freshMinutes() != null) {
            line.append(" fresh ").append(rule.freshMinutes());
        }
        return line.toString();
    }

    // What is no letter, digit or mark of a path stands encoded in the line, as it does in addresses.
    private static String encoded(String path) {
        StringBuilder text = new StringBuilder();
        for (byte each : path.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean bare = c > ' ' && c < 0x7f && "%?#\"<>\\^`{|}".indexOf(c) < 0;
            if (bare) {
                text.append(c);
            } else {
                text.append('%').append(java.util.HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return text.toString();
    }

    /// What is agreed, as those texts.
    public static Map<String, String> of(SiteTerms terms) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", terms.name());
        texts.put(
                "origins",
                String.join("\n", terms.origins().stream().map(SiteOrigin::text).toList()));
        texts.put(
                "rules",
                String.join("\n", terms.rules().stream().map(SiteFields::line).toList()));
        texts.put("leastAcr", terms.leastAcr() == null ? "" : terms.leastAcr());
        return texts;
    }

    /// The names of the fields that differ.
    public static List<String> changed(SiteTerms before, SiteTerms then) {
        Map<String, String> old = of(before);
        return of(then).entrySet().stream()
                .filter(each -> !each.getValue().equals(old.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
