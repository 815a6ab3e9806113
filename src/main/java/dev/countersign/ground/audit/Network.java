package dev.countersign.ground.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The part of an address that a stranger cannot change at will: an IPv4 address whole, of an IPv6 address the
/// first 64 bits.
public final class Network {
    private static final int GROUPS = 4;
    private static final int ALL_GROUPS = 8;
    private static final String GROUP = "[0-9a-f]{1,4}";

    /// RFC 4291 §2.5.5.2: what leads an IPv4-mapped address.
    private static final List<String> MAPPED = List.of("0", "0", "0", "0", "0", "ffff");

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
        String[] groups = new String[ALL_GROUPS];
        for (int group = 0; group < ALL_GROUPS; group++) {
            groups[group] = "0";
            if (group < headLength) {
                groups[group] = plain(before[group]);
            } else if (group >= ALL_GROUPS - tailLength) {
                groups[group] = plain(after[group - (ALL_GROUPS - tailLength)]);
            }
        }
        return mapped(groups)
                ? ipv4(groups[ALL_GROUPS - 2], groups[ALL_GROUPS - 1])
                : String.join(":", Arrays.asList(groups).subList(0, GROUPS)) + "::/64";
    }

    /// RFC 5952 §4: no leading zeros, lower case. A proxy's header may spell one address in several ways.
    private static String plain(String group) {
        String lower = group.toLowerCase(Locale.ROOT);
        int zeros = 0;
        while (zeros < lower.length() - 1 && lower.charAt(zeros) == '0') {
            zeros++;
        }
        return lower.substring(zeros);
    }

    private static boolean mapped(String[] groups) {
        return Arrays.asList(groups).subList(0, MAPPED.size()).equals(MAPPED)
                && groups[ALL_GROUPS - 2].matches(GROUP)
                && groups[ALL_GROUPS - 1].matches(GROUP);
    }

    private static String ipv4(String high, String low) {
        int bits = Integer.parseInt(high, 16) << 16 | Integer.parseInt(low, 16);
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
