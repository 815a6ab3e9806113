package dev.countersign.pages;

/// A code sent by text or mail as its page shows it.
///
/// @param hint the masked number or address
/// @param sent whether one is on its way and still good
/// @param seconds in how many seconds another may be asked for; 0 for at once
/// @param waiting the same in words
/// @param here whether it appears on a page of this machine, for want of a gateway
/// @param late the key of what is said where the code is lost or codes arrive late; empty where all is well
public record Texted(String hint, boolean sent, long seconds, String waiting, boolean here, String late) {
    private static final int SHOWN = 2;
    private static final long MINUTE = 60;

    /// Whether the newest one was not delivered.
    public boolean failed() {
        return late.startsWith("text.failed.");
    }

    /// The last two digits, for those who hear the page.
    public String lastTwo() {
        return hint.substring(Math.max(0, hint.length() - SHOWN));
    }

    /// The wait as a clock that runs down shows it.
    public String clock() {
        long rest = seconds % MINUTE;
        return seconds / MINUTE + (rest < 10 ? ":0" : ":") + rest;
    }
}
