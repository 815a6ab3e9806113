package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.brand.LogoImage;
import dev.countersign.people.brand.Pictures;
import dev.countersign.people.organisation.Organisations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The one form with a file: it carries its token like any other, and no more than it may.
class LogoUploadTest {
    private static final String PAGE = "/organisation/branding";
    private static final String LOGO = PAGE + "/logo";

    private final PageServer server = PageServer.with();
    private final Visitor owner = server.visitor();
    private String organisation = "";
    private Map<String, String> form = Map.of();

    @BeforeEach
    void found() {
        Member boss = Member.setUp(server, owner);
        organisation = server.bean(Organisations.class)
                .create(
                        "Linden",
                        server.bean(Accounts.class)
                                .byEmail(new EmailAddress(boss.email()))
                                .orElseThrow()
                                .id(),
                        server.clock().instant());
        form = new LinkedHashMap<>(owner.get(PAGE).form(LOGO));
    }

    private boolean kept() {
        return server.bean(Brands.class).of(organisation).map(Brand::logo).isPresent();
    }

    @Test
    void logoWhenSentWithItsTokenThenIsKept() {
        assertThat(owner.upload(LOGO, form, "logo", Pictures.png(64, 64, 0xFF7A1F3D))
                        .status())
                .isEqualTo(303);
        assertThat(kept()).isTrue();
    }

    @Test
    void logoWhenTheTokenIsMissingOrAnothersThenIsRefused() {
        byte[] picture = Pictures.png(64, 64, 0xFF7A1F3D);
        Map<String, String> bare = new LinkedHashMap<>(form);
        bare.remove("_csrf");
        assertThat(owner.upload(LOGO, bare, "logo", picture).status()).isEqualTo(403);
        bare.put("_csrf", server.visitor().get("/sign-in").form("/sign-in").get("_csrf"));
        assertThat(owner.upload(LOGO, bare, "logo", picture).status()).isEqualTo(403);
        assertThat(owner.upload(LOGO + "?_csrf=x", Map.of(), "logo", picture).status())
                .isEqualTo(403);
        assertThat(kept()).isFalse();
    }

    @Test
    void logoWhenTooLargeThenIsSaidOnAPageAndNothingIsKept() {
        Seen much = owner.upload(LOGO, form, "logo", new byte[LogoImage.MOST_BYTES + 1]);
        assertThat(much.status()).isEqualTo(422);
        assertThat(much.text()).contains("512");
        Seen more = owner.upload(LOGO, form, "logo", new byte[700 * 1024]);
        assertThat(more.status()).isEqualTo(413);
        assertThat(more.text())
                .contains("The picture is too large", "512 KB")
                .doesNotContain("Exception", "HTTP Status");
        assertThat(kept()).isFalse();
        assertThat(owner.get(PAGE).status()).as("and the session goes on").isEqualTo(200);
    }
}
