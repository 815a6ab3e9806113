package dev.countersign.people.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteAddressTest {
    private static final SiteOrigin WIKI = new SiteOrigin("https", "wiki.example");

    @ParameterizedTest
    @CsvSource({
        "/,/,true",
        "/a/b,/a/b,true",
        "/a/,/a/,true",
        "/a%20b/%C3%A9?x=%2f..%5c,/a b/é,true",
        "/.hidden/..b/c.d,/.hidden/..b/c.d,true",
        "/%61dmin,/admin,true",
        "//a///b,/a/b,false",
        "/a;x=1/b;y,/a/b,false",
        "/;x/a,/a,false",
        "/100%25,/100%,true",
    })
    void targetWhenReadableInOneWayThenIsReadSo(String target, String path, boolean plain) {
        SiteAddress address = SiteAddress.of(WIKI, target).orElseThrow();
        assertThat(address.path()).isEqualTo(path);
        assertThat(address.plain()).isEqualTo(plain);
        assertThat(address.text()).isEqualTo("https://wiki.example" + target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "?x",
                "/..",
                "/../a",
                "/a/..",
                "/a/.",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a/.%2E/b",
                "/a%2fb",
                "/a%2Fb",
                "/a\\b",
                "/a%5cb",
                "/%2561",
                "/a%252fb",
                "/a%00b",
                "/a%0d%0ab",
                "/a%7fb",
                "/a b",
                "/a\tb",
                "/a#b",
                "/é",
                "/a%",
                "/a%4",
                "/a%zz",
                "/%c0%af",
                "/%ff",
                "/..;/a",
                "/a;b/..;c/d",
                "/a%3bb",
                "/%25%32%66",
                "http://wiki.example/a"
            })
    void targetWhenItCanBeReadInTwoWaysThenIsNone(String target) {
        assertThat(SiteAddress.of(WIKI, target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://wiki.example/a,https://wiki.example",
        "HTTPS://Wiki.Example:443/a,https://wiki.example",
        "https://wiki.example:8443/a,https://wiki.example:8443",
        "http://localhost:80/,http://localhost",
        "http://[::1]:9000/,http://[::1]:9000",
    })
    void urlWhenReadThenHasItsOrigin(String url, String origin) {
        assertThat(SiteAddress.of(url).orElseThrow().origin().text()).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wiki.example/a",
                "ftp://wiki.example/",
                "https://wiki.example",
                "https://a@wiki.example/",
                "https://wiki.example.:443/",
                "https://wiki.example:0/",
                "https://wiki.example:99999/",
                "https://wiki.example:0443/",
                "https:///a",
                "https://wiki..example/",
                "https://wiki.example\\@evil/",
                "https://evil.example?/",
                "javascript://wiki.example/"
            })
    void urlWhenItIsNoneOfOursThenIsNone(String url) {
        assertThat(SiteAddress.of(url)).isEmpty();
    }

    private static SiteTerms terms(String rules) {
        SiteFields.Read read = SiteFields.read(java.util.Map.of(
                "name", "Wiki", "origins", "https://wiki.example\nhttps://api.example:8443", "rules", rules));
        return read.terms().orElseThrow(() -> new AssertionError(read.faults()));
    }

    private static String who(SiteTerms terms, String method, String url) {
        Optional<SiteAddress> address = SiteAddress.of(url);
        return terms.rule(method, address.orElseThrow()).who().word();
    }

    @Test
    void rulesWhenSeveralFitThenTheFirstCounts() {
        SiteTerms terms = terms("""
                /public anyone
                GET api.example:8443/ anyone
                /admin owners fresh 10
                POST /wiki admins
                /closed/ nobody""");
        assertThat(who(terms, "GET", "https://wiki.example/public/x")).isEqualTo("anyone");
        assertThat(who(terms, "GET", "https://wiki.example/public")).isEqualTo("anyone");
        assertThat(who(terms, "GET", "https://wiki.example/publican")).isEqualTo("members");
        // What opens is matched to the letter, what closes is not.
        assertThat(who(terms, "GET", "https://wiki.example/PUBLIC")).isEqualTo("members");
        assertThat(who(terms, "GET", "https://wiki.example//public")).isEqualTo("members");
        assertThat(who(terms, "GET", "https://wiki.example/public;x")).isEqualTo("members");
        assertThat(who(terms, "GET", "https://wiki.example/ADMIN/x")).isEqualTo("owners");
        assertThat(who(terms, "GET", "https://wiki.example//admin")).isEqualTo("owners");
        assertThat(who(terms, "GET", "https://wiki.example/admin;a=b")).isEqualTo("owners");
        assertThat(who(terms, "GET", "https://wiki.example/%61dmin")).isEqualTo("owners");
        assertThat(who(terms, "GET", "https://api.example:8443/x")).isEqualTo("anyone");
        assertThat(who(terms, "HEAD", "https://api.example:8443/x")).isEqualTo("anyone");
        assertThat(who(terms, "PUT", "https://api.example:8443/x")).isEqualTo("members");
        assertThat(who(terms, "POST", "https://wiki.example/wiki/x")).isEqualTo("admins");
        assertThat(who(terms, "GET", "https://wiki.example/wiki/x")).isEqualTo("members");
        assertThat(who(terms, "GET", "https://wiki.example/closed")).isEqualTo("nobody");
    }

    @Test
    void rulesWhenWrittenThenReadTheSame() {
        String rules = "POST wiki.example/a%20b/%C3%A9 admins fresh 5\n/ members";
        assertThat(SiteFields.of(terms(rules)).get("rules")).isEqualTo(rules);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin", "/admin everyone", "admin owners", "/a owners fresh", "/a owners fresh 0",
                        "/a owners fresh 1441",
                "get /a owners", "/a?x=1 owners", "/a/../b owners", "/a;b owners", "//a owners",
                        "/a owners fresh 5 more",
                "/%2561 owners"
            })
    void ruleWhenItCannotBeReadThenIsAFault(String rule) {
        assertThat(SiteFields.read(java.util.Map.of("name", "x", "origins", "https://wiki.example", "rules", rule))
                        .faults())
                .extracting(fault -> fault.kind().word() + fault.line())
                .containsExactly("not-a-rule1");
    }

    @ParameterizedTest
    @CsvSource({
        "other.example/a owners,other-host",
        "/a anyone fresh 5,fresh-for-nobody",
        "/a nobody fresh 5,fresh-for-nobody"
    })
    void ruleWhenItMakesNoSenseThenIsAFault(String rule, String kind) {
        assertThat(SiteFields.read(java.util.Map.of("name", "x", "origins", "https://wiki.example", "rules", rule))
                        .faults())
                .extracting(fault -> fault.kind().word())
                .containsExactly(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://wiki.example",
                "https://wiki.example/path",
                "https://*.example",
                "wiki.example",
                "https://a b",
                "http://127.0.0.1.example",
                "http://localhost.example"
            })
    void originWhenItIsNoneThenIsAFault(String origin) {
        assertThat(SiteFields.read(java.util.Map.of("name", "x", "origins", origin))
                        .faults())
                .extracting(fault -> fault.kind().word())
                .contains("not-an-origin");
    }
}
