package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages of the phone: set-up, sign-in, fresh proof and settings.
class TextPagesTest {
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    private static final String LATE = "Texts are late at the moment. You can use another way.";

    private final PageServer server = PageServer.with("countersign.dev-outbox=true");

    private String code(Channel channel) {
        // What the server's own postman has taken, it hands over within moments.
        server.bean(Postman.class).deliverAllDue();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.bean(Outbox.class).waiting() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        DevOutbox.Kept newest = server.bean(DevOutbox.class).kept().stream()
                .filter(kept -> kept.channel() == channel)
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("nothing was sent"));
        Matcher code = CODE.matcher(newest.text());
        assertThat(code.find()).isTrue();
        return code.group();
    }

    private void signIn(Visitor browser, String email) {
        Seen seen = browser.submit(browser.get("/sign-in"), "/sign-in", "email", email, "password", Member.PASSWORD);
        assertThat(seen.location()).isEqualTo("/verify/text");
    }

    /// Whoever finds a session open types no number before the proof is asked for.
    private void proofComesFirst(Visitor browser) {
        server.clock().advance(Duration.ofMinutes(11));
        for (String page : List.of(
                "/settings/security/phone/new",
                "/settings/security/phone/remove",
                "/setup/phone?return=%2Fsettings%2Fsecurity")) {
            assertThat(browser.get(page).location()).as(page).startsWith("/confirm?return=%2Fset");
        }
    }

    @Test
    void phoneWhenSetUpThenSignsInConfirmsAndIsChangedAndRemoved() {
        Visitor browser = server.visitor();
        String email = "texts@example.com";
        server.clock().advance(Duration.ofHours(1));
        browser.submit(browser.get("/sign-up"), "/sign-up", "email", email, "name", "Ada", "password", Member.PASSWORD);
        browser.submit(browser.get("/sign-up/confirm"), "/sign-up/confirm", "onetimecode", code(Channel.EMAIL));

        assertThat(browser.get("/setup").text()).contains("Text message");
        Seen wrong = browser.submit(browser.get("/setup/phone"), "/setup/phone", "phone", "call me");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("like +1");
        Seen begun = browser.submit(browser.get("/setup/phone"), "/setup/phone", "phone", "+49 1512 3456789");
        assertThat(begun.location()).isEqualTo("/setup/phone/verify");
        Seen form = browser.get("/setup/phone/verify");
        assertThat(form.text())
                .contains("Verify phone", "one-time-code", "+49 ••• ••••89", "data-cooldown=\"30\"")
                .doesNotContain("3456789");
        Seen soon = browser.submit(form, "/setup/phone/send");
        assertThat(soon.status()).isEqualTo(429);
        assertThat(soon.text()).contains("You can ask for a new code in 30 seconds.");
        Seen done = browser.submit(form, "/setup/phone/verify", "onetimecode", code(Channel.TEXT));
        assertThat(done.location()).isEqualTo("/setup/backup-codes");
        assertThat(browser.get("/setup/done").text()).contains("text to your phone");
        assertThat(browser.get("/settings/security").text()).contains("+49 ••• ••••89", "Change phone");
        proofComesFirst(browser);

        Visitor other = server.visitor();
        server.clock().advance(Duration.ofHours(2));
        signIn(other, email);
        Seen verify = other.get("/verify/text");
        assertThat(verify.text()).contains("Check your phone", "+49 ••• ••••89", "Send a new code");
        assertThat(other.submit(verify, "/verify/text/send").status()).isEqualTo(429);
        server.clock().advance(Duration.ofSeconds(30));
        assertThat(other.submit(verify, "/verify/text/send").location()).isEqualTo("/verify/text?notice=sent");
        String code = code(Channel.TEXT);
        Seen not = other.submit(
                verify, "/verify/text", "onetimecode", (code.startsWith("0") ? "1" : "0") + code.substring(1));
        assertThat(not.status()).isEqualTo(422);
        assertThat(not.text()).contains("Use the newest text message.");
        assertThat(other.submit(verify, "/verify/text", "onetimecode", code).location())
                .isEqualTo("/settings/security");

        server.clock().advance(Duration.ofHours(2));
        assertThat(other.get("/settings/security/phone/remove").location()).startsWith("/confirm?return=");
        String confirm = "/confirm/text?return=%2Fsettings%2Fsecurity%2Fphone%2Fremove";
        Seen ask = other.get(confirm);
        assertThat(ask.text()).contains("Send code").doesNotContain("onetimecode");
        assertThat(other.submit(ask, "/confirm/text/send").location()).startsWith("/confirm/text?notice=sent");
        Seen answered = other.submit(other.get(confirm), "/confirm/text", "onetimecode", code(Channel.TEXT));
        assertThat(answered.location()).isEqualTo("/settings/security/phone/remove");
        assertThat(other.get("/settings/security/phone/new").location()).startsWith("/setup/phone");
        Seen page = other.get("/settings/security/phone/remove");
        assertThat(page.text()).contains("Remove phone");
        Seen removed = other.submit(page, "/settings/security/phone/remove");
        assertThat(removed.location()).isEqualTo("/settings/security?notice=app-removed");
        assertThat(other.get("/settings/security").text()).doesNotContain("••••89");
    }

    @Test
    void textsWhenTheyAreLateThenThePagesSaySoBesideTheOtherWays() {
        Visitor browser = server.visitor();
        String email = "late@example.com";
        server.clock().advance(Duration.ofHours(1));
        browser.submit(browser.get("/sign-up"), "/sign-up", "email", email, "name", "Ada", "password", Member.PASSWORD);
        browser.submit(browser.get("/sign-up/confirm"), "/sign-up/confirm", "onetimecode", code(Channel.EMAIL));
        browser.submit(browser.get("/setup/phone"), "/setup/phone", "phone", "+49 1512 3456788");
        String code = code(Channel.TEXT);
        assertThat(browser.get("/setup/phone/verify").text()).doesNotContain(LATE);
        try (Held _ = new Held("text")) {
            assertThat(browser.get("/setup/phone/verify").text()).contains(LATE, "Choose another way");
            assertThat(browser.get("/setup/phone").text()).contains(LATE, "Choose another way");
        }
        browser.submit(browser.get("/setup/phone/verify"), "/setup/phone/verify", "onetimecode", code);
        server.clock().advance(Duration.ofHours(2));
        Visitor other = server.visitor();
        signIn(other, email);
        assertThat(other.get("/verify/text").text()).doesNotContain(LATE);
        try (Held _ = new Held("text")) {
            assertThat(other.get("/verify/text").text()).contains(LATE, "/verify/backup", "/verify/help");
            assertThat(browser.get("/confirm/text").text()).contains(LATE, "/confirm/backup");
        }
        try (Held _ = new Held("email")) {
            assertThat(other.get("/verify/text").text()).doesNotContain("late at the moment");
        }
    }

    @Test
    void textWhenItIsLostThenThePagesSaySoBesideTheOtherWays() {
        Visitor browser = server.visitor();
        String email = "lost@example.com";
        server.clock().advance(Duration.ofHours(1));
        browser.submit(browser.get("/sign-up"), "/sign-up", "email", email, "name", "Ada", "password", Member.PASSWORD);
        browser.submit(browser.get("/sign-up/confirm"), "/sign-up/confirm", "onetimecode", code(Channel.EMAIL));
        browser.submit(browser.get("/setup/phone"), "/setup/phone", "phone", "+49 1512 3456787");
        String code = code(Channel.TEXT);
        became("failed");
        assertThat(browser.get("/setup/phone/verify").text())
                .contains("The text could not be delivered.", "Choose another way");
        browser.submit(browser.get("/setup/phone/verify"), "/setup/phone/verify", "onetimecode", code);
        server.clock().advance(Duration.ofHours(2));
        Visitor other = server.visitor();
        signIn(other, email);
        code(Channel.TEXT);
        assertThat(other.get("/verify/text").text()).doesNotContain("not be delivered", "may not have arrived");
        became("unknown");
        assertThat(other.get("/verify/text").text())
                .contains("The last text may not have arrived.", "Send a new code", "/verify/backup");
        server.clock().advance(Duration.ofSeconds(30));
        other.submit(other.get("/verify/text"), "/verify/text/send");
        code(Channel.TEXT);
        assertThat(other.get("/verify/text").text()).doesNotContain("may not have arrived");
        became("failed");
        assertThat(other.get("/verify/text").text()).contains("The text could not be delivered.", "/verify/help");

        Seen form = other.get("/verify/text");
        server.bean(Db.class)
                .inTransaction(() -> server.bean(Db.class)
                        .sql()
                        .sql("update sent_code set expires_at = sent_at")
                        .update());
        Seen late = other.submit(form, "/verify/text", "onetimecode", "123456");
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.text()).contains("That code has run out. Ask for a new one.", "/verify/text/send");
    }

    /// What became of the newest text.
    private void became(String status) {
        Db db = server.bean(Db.class);
        assertThat(db.inTransaction(() -> db.sql().sql("""
                                update message set status = ? where id = (select id from message where channel = 'text'
                                    order by created_at desc limit 1)""").param(status).update()))
                .isOne();
    }

    /// A code that has waited for over a minute, until it is closed.
    private final class Held implements AutoCloseable {
        private final Db db = server.bean(Db.class);

        Held(String channel) {
            server.clock().advance(Duration.ofMinutes(2));
            long now = server.clock().instant().toEpochMilli();
            db.inTransaction(() -> db.sql()
                    .sql("""
                            insert into message (id, channel, kind, carries_code, locale, time_zone, status, attempts,
                                created_at, next_at, expires_at)
                            values ('held', ?, 'sign-in-code', 1, 'en', 'UTC', 'waiting', 3, ?, ?, ?)""")
                    .params(channel, now - 61_000, now + 300_000, now + 300_000)
                    .update());
        }

        @Override
        public void close() {
            db.inTransaction(
                    () -> db.sql().sql("delete from message where id = 'held'").update());
            server.clock().advance(Duration.ofSeconds(10));
        }
    }

    @Test
    void serverWhenItSendsNoTextsThenPhonesAreNotOffered() {
        PageServer without = PageServer.with();
        Visitor browser = without.visitor();
        Member.signedUp(without, browser);

        assertThat(browser.get("/setup").text()).doesNotContain("/setup/phone");
        assertThat(browser.get("/setup/phone").location()).isEqualTo("/setup");
    }
}
