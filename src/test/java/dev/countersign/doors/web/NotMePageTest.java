package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.people.delivery.DevOutbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// "This wasn't me", from the mail to the new password.
class NotMePageTest {
    private static final String EMAIL = "notme@example.org";
    private static final String PASSWORD = "seven purple lanterns";

    private final PageServer server =
            PageServer.with("countersign.dev-outbox=true", "countersign.policy.email-code=off");

    @Test
    void linkWhenOpenedThenNothingChangesUntilItsButtonIsPressed() throws InterruptedException {
        Visitor owner = server.visitor();
        signUp(owner);
        Visitor thief = server.visitor();
        signIn(thief, PASSWORD);
        String link = link("not-me");

        Visitor reader = server.visitor();
        Seen page = reader.get(link);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.title()).contains("This wasn’t you?");
        assertThat(page.text()).contains(EMAIL, "Sign out everywhere");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Referrer-Policy")).isNotEmpty();
        Seen spanish = server.visitor().saying("Accept-Language", "es").get(link);
        assertThat(spanish.text()).contains("¿No fuiste tú?", "Cerrar todas las sesiones");
        assertThat(reader.post(link, "").status()).isGreaterThanOrEqualTo(400);
        assertThat(owner.get("/settings/security").status()).isEqualTo(200);
        assertThat(thief.get("/settings/security").status()).isEqualTo(200);

        Seen done = reader.submit(page, link);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.title()).contains("Everybody is signed out");
        assertThat(owner.get("/settings/security").status()).isEqualTo(303);
        assertThat(thief.get("/settings/security").status()).isEqualTo(303);
        assertThat(signIn(thief, PASSWORD).status()).isEqualTo(422);

        assertThat(reader.get(link).status()).isEqualTo(410);
        Seen again = reader.submit(page, link);
        assertThat(again.status()).isEqualTo(410);
        assertThat(again.title()).contains("This link does not work");
        assertThat(reader.get("/not-me/cs_notme_x").status()).isEqualTo(410);

        String reset = link("reset");
        Seen set = reader.submit(reader.get(reset), reset, "password", "eight green lanterns");
        assertThat(set.location()).isEqualTo("/sign-in?notice=password-changed");
        assertThat(signIn(owner, "eight green lanterns").status()).isEqualTo(303);
    }

    private void signUp(Visitor visitor) throws InterruptedException {
        server.clock().advance(Duration.ofHours(1));
        visitor.submit(visitor.get("/sign-up"), "/sign-up", "email", EMAIL, "name", "Ada", "password", PASSWORD);
        Seen form = visitor.get("/sign-up/confirm");
        String code =
                mailed(Pattern.compile("\\b(\\d{3})[ \\u00a0]?(\\d{3})\\b")).replaceAll("\\D", "");
        Seen in = visitor.submit(form, "/sign-up/confirm", "onetimecode", code);
        assertThat(in.status()).as(in.text()).isEqualTo(303);
    }

    private Seen signIn(Visitor visitor, String password) {
        return visitor.submit(visitor.get("/sign-in"), "/sign-in", "email", EMAIL, "password", password);
    }

    private String link(String page) throws InterruptedException {
        return mailed(Pattern.compile("/" + page + "/cs_[a-z]+_[A-Za-z0-9_-]{43}"));
    }

    /// What the newest mail that has such a thing says; waits for it.
    private String mailed(Pattern pattern) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        DevOutbox outbox = server.bean(DevOutbox.class);
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            List<DevOutbox.Kept> mails = outbox.kept().reversed();
            for (DevOutbox.Kept mail : mails) {
                Matcher found = pattern.matcher(mail.text());
                if (mail.to().equals(EMAIL) && found.find()) {
                    return found.group();
                }
            }
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        throw new AssertionError("no such mail among " + outbox.kept().size());
    }
}
