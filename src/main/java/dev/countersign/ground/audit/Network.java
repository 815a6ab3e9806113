package dev.countersign.ground.audit;

/// The part of an address that a stranger cannot change at will: an IPv4 address whole, of an IPv6 address the
/// first 64 bits.
public final class Network {
    private static final int GROUPS = 4;

    private Network() {}

    /// The network of an address in text form, as a servlet container gives it.
    public static String of(String address) {
        String text = address.startsWith("[") ? address.substring(1, Math.max(1, address.indexOf(']'))) : address;
        int zone = text.indexOf('%');
        text = zone < 0 ? text : text.substring(0, zone);
        if (text.indexOf(':') < 0) {
            return text;
        }
        if (text.indexOf('.') > 0) {
            // RFC 4291 §2.5.5.2: an IPv4 address that came over an IPv6 socket.
            return text.substring(text.lastIndexOf(':') + 1);
        }
        return prefix(text);
    }

    private static String prefix(String text) {
        int gap = text.indexOf("::");
        String[] before = (gap < 0 ? text : text.substring(0, gap)).split(":", -1);
        String[] after = gap < 0 ? new String[0] : text.substring(gap + 2).split(":", -1);
        int headLength = gap == 0 ? 0 : before.length;
        int tailLength = gap < 0 || after[0].isEmpty() ? 0 : after.length;
        StringBuilder prefix = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            String word = "0";
            if (group < headLength) {
                word = before[group];
            } else if (group >= 8 - tailLength) {
                word = after[group - (8 - tailLength)];
            }
            prefix.append(word).append(':');
        }
        return prefix.append(":/64").toString();
    }
}
