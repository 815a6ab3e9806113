package dev.countersign.people.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyKindTest {
    private static String configured(ProxyKind kind, String origin) {
        SiteTerms terms = new SiteTerms("Wiki", List.of(SiteOrigin.of(origin).orElseThrow()), List.of(), null);
        Site site = new Site("019b8e07-4600-7000-96e5-ab42240bfd57", "an organisation", terms, Instant.EPOCH, null);
        return kind.configuration(site, URI.create("https://id.example"), "cs_proxy_secret");
    }

    @ParameterizedTest
    @EnumSource
    void configurationWhenShownThenHasTheSecretAndNothingLeftToFillIn(ProxyKind kind) {
        for (String origin : List.of("https://wiki.example", "http://localhost:8081")) {
            assertThat(configured(kind, origin)).contains("cs_proxy_secret").doesNotContain("@@");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8081, listen 127.0.0.1:8081;, bind 127.0.0.1",
        "http://127.0.0.1, listen 127.0.0.1:80;, bind 127.0.0.1",
        "http://[::1]:8081, listen [::1]:8081;, bind ::1",
    })
    void proxyWhenTheSiteHasNoTlsThenListensOnThisMachineOnly(String origin, String nginx, String caddy) {
        assertThat(configured(ProxyKind.NGINX, origin)).contains(nginx);
        assertThat(configured(ProxyKind.CADDY, origin)).contains(caddy);
        assertThat(configured(ProxyKind.TRAEFIK, origin)).doesNotContain("tls:");
    }

    @Test
    void proxyWhenTheSiteHasTlsThenListensEverywhereWithIt() {
        assertThat(configured(ProxyKind.NGINX, "https://wiki.example")).contains("listen 443 ssl;", "ssl_certificate ");
        assertThat(configured(ProxyKind.CADDY, "https://wiki.example")).doesNotContain("bind ");
        assertThat(configured(ProxyKind.TRAEFIK, "https://wiki.example")).contains("\n      tls: {}\n");
    }
}
