package dev.countersign.wiring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// The refusal of settings that do not exist, so that a mistyped one is not silently without effect. Spring's own
/// check skips environment variables; this one reads them, too.
public final class UnknownSettings {
    private UnknownSettings() {}

    /// Refuses to go on when any `countersign.*` property or `COUNTERSIGN_*` environment variable is not a setting.
    ///
    /// @throws SettingRefused naming each one and the setting nearest to it
    public static void refuse(ConfigurableEnvironment environment) {
        Map<String, SettingNames.Known> known = new TreeMap<>();
        SettingNames.all().forEach(setting -> known.put(bare(setting.key()), setting));
        List<String> sentences = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                boolean variables = source instanceof SystemEnvironmentPropertySource;
                for (String name : listed.getPropertyNames()) {
                    if (isOurs(name) && !known.containsKey(bare(withoutIndex(name)))) {
                        sentences.add(sentence(name, variables, known));
                    }
                }
            }
        }
        if (!sentences.isEmpty()) {
            throw new SettingRefused(String.join(
                    System.lineSeparator(), sentences.stream().distinct().toList()));
        }
    }

    private static boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("countersign.") || lower.startsWith("countersign_");
    }

    private static String sentence(String name, boolean variable, Map<String, SettingNames.Known> known) {
        String wanted = bare(name);
        SettingNames.Known nearest = known.entrySet().stream()
                .min(Comparator.comparingInt(entry -> distance(wanted, entry.getKey())))
                .orElseThrow()
                .getValue();
        return String.format(
                Locale.ROOT,
                "%s is not a setting. The nearest one is %s. All of them: docs/settings.md",
                name,
                variable ? nearest.environmentName() : nearest.key());
    }

    /// `COUNTERSIGN_TRUSTEDPROXIES_0` and `countersign.trusted-proxies[0]` are elements of a list.
    private static String withoutIndex(String name) {
        return name.replaceFirst("(\\[\\d+]|_\\d+_?)$", "");
    }

    /// All spellings of one setting (dashes, dots, underscores, case) come to the same letters.
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /// The Levenshtein distance: single letters to add, drop or change.
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
