package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages that change an address and put it back, as they answer what no person types.
class AddressPagesTest {
    private static final String PASSWORD = "seven purple lanterns";

    private final PageServer server = PageServer.with("countersign.dev-outbox=true");

    @Test
    void undoLinkWhenOpenedThenNothingChangesUntilItsButtonIsPressed() throws InterruptedException {
        Visitor owner = signedUp("undo@example.org");
        change(owner, "undone@example.org");
        String link = mailed("undo@example.org", Pattern.compile("/undo-address/cs_undo_[A-Za-z0-9_-]{43}"));

        Visitor reader = server.visitor();
        Seen page = reader.get(link);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.text()).contains("undo@example.org").doesNotContain("undone@example.org");
        assertThat(server.visitor().saying("Accept-Language", "es").get(link).text())
                .contains("¿Deshacer el cambio de dirección?");
        assertThat(reader.post(link, "").status()).isGreaterThanOrEqualTo(400);
        assertThat(owner.get("/settings/profile").text()).contains("undone@example.org");

        // Somebody else has the address by now: said, and nothing is lost.
        Account other = new Account(
                "019bb25d-0800-7000-bb94-52b80f5abc3a",
                "undo@example.org",
                "Eve",
                "en",
                "UTC",
                0,
                false,
                server.clock().instant());
        Accounts accounts = server.bean(Accounts.class);
        assertThat(accounts.add(other)).isTrue();
        Seen taken = reader.submit(page, link);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.title()).contains("That address is in use");
        assertThat(owner.get("/settings/profile").status()).isEqualTo(200);
        accounts.changeEmail(other.id(), new EmailAddress("elsewhere@example.org"));

        assertThat(reader.submit(page, link).title()).contains("Your address is back");
        assertThat(owner.get("/settings/profile").status()).isEqualTo(303);
        Seen again = reader.submit(page, link);
        assertThat(again.status()).isEqualTo(410);
        assertThat(again.title()).contains("This link does not work");
        assertThat(reader.get(link).status()).isEqualTo(410);
        assertThat(reader.get("/undo-address/cs_undo_x").status()).isEqualTo(410);
    }

    @Test
    void passwordLinkWhenSentToTheAddressBeforeThenThePageMasksThePresentOne() throws InterruptedException {
        Visitor owner = signedUp("masked@example.org");
        SignInRooms rooms = server.bean(SignInRooms.class);
        String id = rooms.accounts()
                .byEmail(new EmailAddress("masked@example.org"))
                .orElseThrow()
                .id();
        rooms.notices()
                .tell(
                        id,
                        NoticeEvent.NEW_DEVICE,
                        Map.of(),
                        Origin.CONSOLE,
                        server.clock().instant());
        String notMe = mailed("masked@example.org", Pattern.compile("/not-me/cs_notme_[A-Za-z0-9_-]{43}"));
        change(owner, "present@example.org");
        Visitor reader = server.visitor();
        reader.submit(reader.get(notMe), notMe);

        String reset = mailed("masked@example.org", Pattern.compile("/reset/cs_password_[A-Za-z0-9_-]{43}"));
        Seen page = reader.get(reset);

        assertThat(page.text())
                .contains("p•••@example.org", "The address of this account was changed.")
                .doesNotContain("present@example.org", "name=\"email\"");
        Seen set = reader.submit(page, reset, "password", "eight green lanterns");
        assertThat(set.location()).isEqualTo("/sign-in?notice=password-changed");
    }

    @Test
    void pageWhenAskedForByNobodyOrOutOfOrderThenLeadsToWhereItBegins() throws InterruptedException {
        assertThat(server.visitor().get("/settings/email").location()).startsWith("/sign-in");
        assertThat(server.visitor().get("/settings/email/confirm").location()).startsWith("/sign-in");
        Visitor eve = signedUp("eve@example.org");
        Visitor ada = signedUp("order@example.org");
        assertThat(ada.get("/settings/email/confirm").location()).isEqualTo("/settings/email?notice=over");
        Seen form = ada.get("/settings/email");
        Seen sent = ada.submit(form, "/settings/email", "email", "order-new@example.org");
        assertThat(sent.location()).isEqualTo("/settings/email/confirm");
        Seen code = ada.get("/settings/email/confirm");
        assertThat(ada.submit(code, "/settings/email/send").status()).isEqualTo(429);
        assertThat(ada.submit(form, "/settings/email", "email", "other@example.org")
                        .status())
                .isEqualTo(429);
        // The form of one account does nothing for another.
        assertThat(eve.post("/settings/email/confirm", code.form("/settings/email/confirm"))
                        .status())
                .isGreaterThanOrEqualTo(400);
        server.clock().advance(Duration.ofMinutes(11));
        String typed = mailed("order-new@example.org", Pattern.compile("\\b(\\d{3})[ \\u00a0]?(\\d{3})\\b"))
                .replaceAll("\\D", "");
        assertThat(ada.submit(code, "/settings/email/confirm", "onetimecode", typed)
                        .location())
                .isEqualTo("/confirm?return=%2Fsettings%2Femail%2Fconfirm");
    }

    private void change(Visitor visitor, String email) throws InterruptedException {
        visitor.submit(visitor.get("/settings/email"), "/settings/email", "email", email);
        String code = mailed(email, Pattern.compile("\\b(\\d{3})[ \\u00a0]?(\\d{3})\\b"))
                .replaceAll("\\D", "");
        Seen page = visitor.get("/settings/email/confirm");
        Seen done = visitor.submit(page, "/settings/email/confirm", "onetimecode", code);
        assertThat(done.location()).isEqualTo("/settings/profile?notice=email-changed");
    }

    private Visitor signedUp(String email) throws InterruptedException {
        server.clock().advance(Duration.ofHours(1));
        Visitor visitor = server.visitor();
        visitor.submit(visitor.get("/sign-up"), "/sign-up", "email", email, "name", "Ada", "password", PASSWORD);
        Seen form = visitor.get("/sign-up/confirm");
        String code = mailed(email, Pattern.compile("\\b(\\d{3})[ \\u00a0]?(\\d{3})\\b"))
                .replaceAll("\\D", "");
        assertThat(visitor.submit(form, "/sign-up/confirm", "onetimecode", code).status())
                .isEqualTo(303);
        return visitor;
    }

    /// What the newest mail to that address that has such a thing says; waits for it.
    private String mailed(String address, Pattern pattern) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        DevOutbox outbox = server.bean(DevOutbox.class);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            List<DevOutbox.Kept> mails = outbox.kept().reversed();
            for (DevOutbox.Kept mail : mails) {
                Matcher found = pattern.matcher(mail.text());
                if (mail.to().equals(address) && found.find()) {
                    return found.group();
                }
            }
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        throw new AssertionError("no such mail to " + address);
    }
}
