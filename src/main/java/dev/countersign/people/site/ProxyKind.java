package dev.countersign.people.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/// A kind of proxy that can ask here, and how it is set up for a site.
public enum ProxyKind {
    NGINX("nginx"),
    CADDY("Caddy"),
    TRAEFIK("Traefik"),
    ENVOY("Envoy");

    /// Where the application is, in every configuration: whoever sets the proxy up writes their own.
    public static final String APPLICATION = "127.0.0.1:9000";

    private final String title;

    ProxyKind(String title) {
        this.title = title;
    }

    /// Its name, as its makers write it.
    public String title() {
        return title;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The configuration for the first origin of that site, with the secret in it.
    ///
    /// @param countersign where this server is reached
    public String configuration(Site site, URI countersign, String secret) {
        SiteOrigin origin = site.terms().origins().getFirst();
        boolean secure = countersign.getScheme().equals("https");
        int port = countersign.getPort() > 0 ? countersign.getPort() : secure ? 443 : 80;
        String url = countersign.toString().replaceFirst("/+$", "");
        String host = countersign.getHost();
        String authority = url.substring(url.indexOf("://") + 3);
        String text = template()
                .replace("@@address@@", host + ":" + port)
                .replace("@@url@@", url)
                .replace("@@countersign@@", authority)
                .replace("@@scheme@@", countersign.getScheme())
                .replace("@@upstreamTls@@", secure ? upstreamTls(host) : "")
                .replace("@@port@@", listen(origin))
                .replace("@@bind@@", bind(origin))
                // Traefik answers https with 404 where the router does not say this.
                .replace("@@router@@", origin.secure() ? "      tls: {}\n" : "")
                .replace("@@tls@@", origin.secure() ? TLS : "")
                .replace("@@host@@", hostname(origin))
                .replace("@@hostname@@", hostname(origin))
                .replace("@@origin@@", origin.text())
                .replace("@@kind@@", origin.scheme())
                .replace("@@cookie@@", site.cookie(origin))
                .replace("@@app@@", APPLICATION);
        return text.replace("@@secret@@", secret);
    }

    private static final String TLS =
            "    ssl_certificate /etc/ssl/your-certificate.pem;\n    ssl_certificate_key /etc/ssl/your-key.pem;\n";

    // nginx checks nobody's certificate unless it is told to.
    private static String upstreamTls(String host) {
        return "\n        proxy_ssl_server_name on;\n        proxy_ssl_name " + host
                + ";\n        proxy_ssl_verify on;\n        proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;";
    }

    private static String hostname(SiteOrigin origin) {
        return origin.authority().replaceFirst(":[0-9]+$", "");
    }

    private static String listen(SiteOrigin origin) {
        String host = hostname(origin);
        String port = origin.authority().substring(host.length()).replace(":", "");
        return origin.secure()
                ? (port.isEmpty() ? "443" : port) + " ssl"
                : here(host) + ":" + (port.isEmpty() ? "80" : port);
    }

    /// Where a proxy of a site without TLS listens, which is for this machine only.
    private static String here(String host) {
        return host.equals("[::1]") ? host : "127.0.0.1";
    }

    private static String bind(SiteOrigin origin) {
        return origin.secure() ? "" : "\tbind " + here(hostname(origin)).replaceAll("[\\[\\]]", "") + "\n";
    }

    private String template() {
        try (InputStream file = ProxyKind.class.getResourceAsStream(word() + ".conf")) {
            return new String(Objects.requireNonNull(file, word()).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
