package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/settings/security",
                "/settings/security/app/new",
                "/settings/security?from=banner&page=2",
                "/confirm?return=%2Fsettings%2Fsecurity"
            })
    void returnPathWhenLocalThenKept(String path) {
        assertThat(ReturnPath.of(path)).map(ReturnPath::text).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/.well-known/change-password",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/%5cevil.example",
                "/%2fevil.example",
                "/%2f%2fevil.example",
                "/a/../..//evil.example",
                "/..//evil.example",
                "/.//evil.example",
                "/a//b",
                "/a\tb",
                "/\nevil",
                "\t//evil.example",
                " //evil.example",
                "/a\u0000b",
                "/a\r\nSet-Cookie: x=y",
                "/a?b=%0d%0aSet-Cookie:x",
                "https://evil.example",
                "https:evil.example",
                "javascript:alert(1)",
                "data:text/html,x",
                "evil.example",
                "@evil.example",
                "/@evil.example",
                "/a:b",
                "/a#//evil.example",
                "/a?next=//evil.example",
                "/a?b=%",
                "/a?b=%7f",
                "/\u2215evil.example",
                "/\uFF0Fevil.example",
                "/a;b"
            })
    void returnPathWhenItMayLeadElsewhereThenNone(String path) {
        assertThat(ReturnPath.of(path)).isEmpty();
    }

    @Test
    void returnPathWhenMissingOrOverlongThenNone() {
        assertThat(ReturnPath.of(null)).isEmpty();
        assertThat(ReturnPath.of("/" + "a".repeat(2000))).isEmpty();
    }
}
