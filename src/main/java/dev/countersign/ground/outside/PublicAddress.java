package dev.countersign.ground.outside;

import java.net.Inet4Address;
import java.net.InetAddress;

/// Which addresses are in the world outside, and not in somebody's own network.
public final class PublicAddress {
    private PublicAddress() {}

    /// Whether that address is public. An IPv4 address inside an IPv6 one is none that is: Java takes `::ffff:a.b.c.d`
    /// for the IPv4 address, and other ways to write one are refused.
    public static boolean is(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (address instanceof Inet4Address) {
            // RFC 6890: this network, shared by carriers, benchmarks, and what is reserved.
            return first != 0
                    && !(first == 100 && second >= 64 && second < 128)
                    && !(first == 192 && second == 0 && bytes[2] == 0)
                    && !(first == 198 && (second == 18 || second == 19))
                    && first < 240;
        }
        // Unique local (RFC 4193), and what carries an IPv4 address inside (RFC 6052, RFC 3056, RFC 4380).
        boolean carries = (first == 0 && second == 0x64)
                || (first == 0x20 && second == 0x02)
                || (first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0);
        boolean compatible = first == 0 && second == 0;
        return (first & 0xFE) != 0xFC && !carries && !compatible;
    }
}
