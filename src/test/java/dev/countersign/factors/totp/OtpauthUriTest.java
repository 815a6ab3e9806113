package dev.countersign.factors.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class OtpauthUriTest {
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @Test
    void uriWhenMadeThenIssuerStandsTwiceAndTheParametersAreSpelledOut() {
        assertThat(OtpauthUri.of("Example Org", "ada@example.org", SECRET))
                .isEqualTo("otpauth://totp/Example%20Org:ada@example.org?secret=" + SECRET
                        + "&issuer=Example%20Org&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void uriWhenNamesHoldSignsOfTheFormatThenTheyCannotChangeIt() {
        String uri = OtpauthUri.of("A:B&secret=X#/?", "c&issuer=Evil+%3A@example.org", SECRET);

        assertThat(uri).doesNotContain("issuer=Evil").doesNotContain("secret=X");
        assertThat(uri.substring(uri.indexOf('?')))
                .startsWith("?secret=" + SECRET + "&issuer=AB%26secret%3DX%23%2F%3F&");
        assertThat(URI.create(uri).getPath()).isEqualTo("/AB&secret=X#/?:c&issuer=Evil+%3A@example.org");
    }

    @Test
    void uriWhenNamesAreInOtherScriptsThenTheyAreUtf8() {
        assertThat(URI.create(OtpauthUri.of("Größe", "é@example.org", SECRET)).getPath())
                .isEqualTo("/Größe:é@example.org");
    }
}
