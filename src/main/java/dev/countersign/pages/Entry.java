package dev.countersign.pages;

import java.util.Locale;

/// One line of a list of remembered devices or of sessions.
///
/// @param id what a form names to forget or end it
/// @param browser "Firefox on macOS"; a hint, as the browser gave it
/// @param network "203.0.113.7"; a place is never guessed
/// @param lastUsed when it was used last
/// @param since when it was remembered, or signed in
/// @param until until when it holds
/// @param here whether it is the one in front of the person
public record Entry(
        String id, String browser, String network, Moment lastUsed, Moment since, Moment until, boolean here) {

    /// The icon that fits the browser's name.
    public String icon() {
        String name = browser.toLowerCase(Locale.ROOT);
        if (name.endsWith("android") || name.endsWith("iphone") || name.endsWith("ipad")) {
            return "smartphone";
        }
        return name.endsWith("macos") || name.endsWith("chromeos") ? "laptop" : "monitor";
    }
}
