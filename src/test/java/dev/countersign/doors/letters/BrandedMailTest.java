package dev.countersign.doors.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.brand.Accent;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.SupportContact;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Mails to people whose account an organisation manages.
class BrandedMailTest {
    private static final Brand BRAND = new Brand(
            "o-1",
            "Linden <b> & evil.example.com",
            Accent.parse("#7A1F3D").orElseThrow(),
            "0123456789abcdef0123456789abcdef",
            new SupportContact("help@linden.example", null, null));
    private static final Map<String, String> LINK = Map.of(
            "link", "https://id.example.com/reset/cs_x", "organisation", "Linden", "inviter", "Ada", "code", "481207");

    @Test
    void mailWhenTheAccountIsManagedThenHasNameColourAndContactOfItsOrganisation() {
        Letter letter = Samples.letterOf(Samples.message(MessageKind.PASSWORD_LINK, LINK, "en"), BRAND);

        String html = Objects.requireNonNull(letter.html());
        assertThat(html)
                .contains("Linden &lt;b&gt; &amp;", ">Countersign<", "background-color: #7A1F3D; color: #FFFFFF")
                .contains(BRAND.accent().dark().accent().hex() + " !important")
                .contains("help@linden.example")
                .doesNotContain("help@example.com", "<img", "0123456789abcdef", "Linden <b>")
                .doesNotContainPattern(" evil\\.example\\.com");
        assertThat(letter.text()).startsWith("Linden").contains("\nCountersign\n", "help@linden.example");
        assertThat(letter.subject()).contains("Countersign").doesNotContain("Linden");
    }

    @Test
    void mailWhenItGoesToSomebodyWhoHasNotJoinedThenIsThisServers() {
        for (MessageKind kind :
                new MessageKind[] {MessageKind.INVITATION, MessageKind.ADDRESS_CODE, MessageKind.NEW_ADDRESS_CODE}) {
            Letter letter = Samples.letterOf(Samples.message(kind, LINK, "en"), BRAND);
            assertThat(letter.html())
                    .as("%s", kind)
                    .contains("<bdi>Countersign</bdi></header>")
                    .doesNotContain("#7A1F3D", "help@linden.example");
        }
    }
}
