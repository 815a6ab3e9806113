package dev.countersign.rules.device;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people call the browser and the system behind a request, "Firefox on macOS", without versions. It is a hint
/// for a list, never a proof of anything.
public final class BrowserName {
    private static final int LONGEST = 80;

    /// In the order they are looked for: browsers that carry another's word come before that other.
    private static final List<Map.Entry<String, String>> BROWSERS = List.of(
            Map.entry("Edg/", "Edge"),
            Map.entry("EdgA/", "Edge"),
            Map.entry("EdgiOS/", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("SamsungBrowser/", "Samsung Internet"),
            Map.entry("Vivaldi/", "Vivaldi"),
            Map.entry("FxiOS/", "Firefox"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("CriOS/", "Chrome"),
            Map.entry("HeadlessChrome/", "Chrome"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Safari/", "Safari"),
            Map.entry("curl/", "curl"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Android", "Android"),
            Map.entry("CrOS", "ChromeOS"),
            Map.entry("Windows", "Windows"),
            Map.entry("Macintosh", "macOS"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("Linux", "Linux"));

    private BrowserName() {}

    /// The name, from the headers `User-Agent`, `Sec-CH-UA` and `Sec-CH-UA-Platform`.
    public static String of(@Nullable String userAgent, @Nullable String brands, @Nullable String platform) {
        String agent = userAgent == null ? "" : userAgent;
        @Nullable String browser = brands != null && brands.contains("\"Brave\"") ? "Brave" : found(BROWSERS, agent);
        @Nullable String system = platform == null ? found(SYSTEMS, agent) : plain(platform.replace("\"", ""));
        if (browser == null) {
            String product = plain(agent.split("[/ ]", 2)[0]);
            browser = product.isEmpty() || product.equals("Mozilla") ? "Unknown browser" : product;
        }
        return system == null || system.isEmpty() ? browser : browser + " on " + system;
    }

    private static @Nullable String found(List<Map.Entry<String, String>> names, String agent) {
        return names.stream()
                .filter(e -> agent.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// Letters, digits and a few signs only: a name that a stranger chose is shown in lists and logs.
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_' || c == '.')
                .limit(LONGEST / 2)
                .forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }
}
