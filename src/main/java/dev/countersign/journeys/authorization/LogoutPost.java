package dev.countersign.journeys.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/// Posts logout tokens to apps (OpenID Connect Back-Channel Logout §2.5). An owner of an organisation says where to, so
/// addresses inside the server's own network are reached only where the operator allows it.
public final class LogoutPost implements LogoutDelivery {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final boolean privateTargets;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .executor(work -> Thread.ofVirtual().name("logout").start(work))
            .build();

    /// @param privateTargets whether addresses that are not public may be reached
    public LogoutPost(boolean privateTargets) {
        this.privateTargets = privateTargets;
    }

    @Override
    public Delivered post(String address, String logoutToken) {
        URI uri = URI.create(address);
        try {
            // Looked up here and again when connecting; Java keeps an answer for 30 seconds, so it is the same one.
            InetAddress[] found = InetAddress.getAllByName(uri.getHost());
            if (!privateTargets && !Arrays.stream(found).allMatch(LogoutPost::isPublic)) {
                return Delivered.NEVER;
            }
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Cache-Control", "no-store")
                    .POST(BodyPublishers.ofString("logout_token=" + URLEncoder.encode(logoutToken, UTF_8)))
                    .build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            // §2.8: 200 says that it was done, 400 that it never will be.
            return status / 100 == 2 ? Delivered.TAKEN : status == 400 ? Delivered.NEVER : Delivered.LATER;
        } catch (UnknownHostException e) {
            return Delivered.LATER;
        } catch (IOException e) {
            return Delivered.LATER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Delivered.LATER;
        }
    }

    static boolean isPublic(InetAddress address) {
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
