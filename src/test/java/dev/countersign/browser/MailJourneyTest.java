package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing up and coming back where mail can be sent: here, to the page `/dev/outbox`.
@ExtendWith(Chromium.class)
class MailJourneyTest {
    private static final RunningServer SERVER = RunningServer.start("countersign.dev-outbox=true");
    private static final String PASSWORD = "correct horse battery staple";
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{3} ?[0-9]{3}(?![0-9])");

    private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signUpWhenTheCodeIsTypedThenTheAccountIsThereAndSignedIn(boolean scripts) throws InterruptedException {
        String email = "ada-" + scripts + "@example.com";
        try (Window window = window(scripts)) {
            signUp(window, email).at("/sign-up/confirm").says("We sent a 6-digit code and a link to");
            String code = find(CODE, mailTo(email).text()).replace(" ", "");
            String wrong = code.equals("111111") ? "222222" : "111111";
            window.fill("6-digit code", "12 34").press("Confirm").says("Enter all 6 digits.");
            window.fill("6-digit code", wrong).press("Confirm").says("You have 4 tries left.");
            window.press("Send it again").says("Not sent: wait a little");
            window.fill("6-digit code", code).press("Confirm").at("/setup");
            window.open("/settings/security").at("/settings/security");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linkWhenOpenedInAnotherBrowserThenAsksForThePassword(boolean scripts) throws InterruptedException {
        String email = "grace-" + scripts + "@example.com";
        try (Window window = window(scripts);
                Window other = window(scripts)) {
            signUp(window, email);
            String link = find(
                    Pattern.compile("http://\\S+/confirm-address/\\S+"),
                    mailTo(email).text());
            other.open(link).says("Enter the password that you chose");
            other.fill("Password", "not that one at all")
                    .press("Confirm address")
                    .says("That is not the password");
            window.open(link).press("Confirm address").at("/setup");
            other.open(link).says("There is nothing to confirm");
            assertThat(other.status()).isEqualTo(410);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passwordWhenForgottenThenTheMailedLinkSetsANewOne(boolean scripts) throws InterruptedException {
        String email = "joan-" + scripts + "@example.com";
        try (Window window = window(scripts)) {
            signUp(window, email);
            String code = find(CODE, mailTo(email).text()).replace(" ", "");
            window.fill("6-digit code", code).press("Confirm").at("/setup");
            window.open("/settings/security")
                    .fromMenu("Sign out")
                    .follow("Forgot your password?")
                    .at("/forgot");
            window.press("Send link").says("Enter your email address.");
            window.fill("Email", "nobody@example.com").press("Send link").says("If nobody@example.com has an account");
            window.open("/forgot").fill("Email", email).press("Send link").says("If " + email + " has an account");
            String link = find(
                    Pattern.compile("http://\\S+/reset/\\S+"), mailTo(email).text());
            window.open(link)
                    .fill("New password", "an entirely new pass phrase")
                    .press("Save password");
            window.at("/sign-in").says("Your password is changed.");
            window.open("/dev/outbox").says("Messages").says(email);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passwordWhenChangedFromTheSecondStepThenTheAddressIsFilledIn(boolean scripts) throws InterruptedException {
        String email = "rosa-" + scripts + "@example.com";
        try (Window window = Window.of(SERVER);
                Window other = window(scripts)) {
            signUp(window, email);
            window.fill("6-digit code", find(CODE, mailTo(email).text()).replace(" ", ""))
                    .press("Confirm")
                    .at("/setup");
            Member member = Member.of(SERVER, email).enrol(window);
            member.choose(PASSWORD);
            member.signIn(other).at("/verify/app").follow("Change my password").at("/forgot");
            mailTo(email);
            other.press("Send link").says("If " + email + " has an account");
            String link = find(
                    Pattern.compile("http://\\S+/reset/\\S+"), mailTo(email).text());
            other.open(link).fill("New password", "an entirely new pass phrase").press("Save password");
            other.at("/sign-in").says("Your password is changed.");
        }
    }

    @Test
    void addressWhenItHasAnAccountThenThePageLooksTheSameAndTheMailSaysSo() throws InterruptedException {
        String email = "mary@example.com";
        try (Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            signUp(window, email);
            window.fill("6-digit code", find(CODE, mailTo(email).text()).replace(" ", ""))
                    .press("Confirm")
                    .at("/setup");
            signUp(other, email).at("/sign-up/confirm").says("We sent a 6-digit code and a link to");
            assertThat(mailTo(email).text()).contains("/sign-in").doesNotContain("/confirm-address/");
        }
    }

    @Test
    void outboxWhenAskedForJsonThenListsMessages() throws IOException, InterruptedException {
        HttpResponse<String> answer = outbox("application/json", "Accept-Language", "en");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"items\":[");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 127.0.0.1",
        "X-Forwarded-Proto, http",
        "Forwarded, for=127.0.0.1",
        "Via, 1.1 proxy",
        "X-Real-IP, 127.0.0.1"
    })
    void outboxWhenTheRequestCameThroughAProxyThenIsNotThere(String header, String value)
            throws IOException, InterruptedException {
        assertThat(outbox("application/json", header, value).statusCode()).isEqualTo(404);
        assertThat(outbox("text/html", header, value).statusCode()).isEqualTo(404);
    }

    @Test
    void outboxWhenReachedByAnotherNameThenIsNotThere() throws IOException, InterruptedException {
        String other = SERVER.address().replace("localhost", "127.0.0.1");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(other + "/dev/outbox"))
                    .header("Accept", "application/json")
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static HttpResponse<String> outbox(String accept, String header, String value)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(SERVER.address() + "/dev/outbox"))
                    .header("Accept", accept)
                    .header(header, value)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Window window(boolean scripts) {
        return scripts ? Window.of(SERVER) : Window.withoutScripts(SERVER);
    }

    private static Window signUp(Window window, String email) {
        window.open("/sign-up")
                .fill("Your name", "Ada Byron")
                .fill("Email", email)
                .fill("Password", PASSWORD);
        return window.press("Create account");
    }

    /// The newest mail to that address, which is on its way: each is looked at once.
    private static DevOutbox.Kept mailTo(String address) throws InterruptedException {
        DevOutbox outbox = SERVER.bean(DevOutbox.class);
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int seen = SEEN.getOrDefault(address, 0);
        while (true) {
            List<DevOutbox.Kept> mails = outbox.kept().stream()
                    .filter(mail -> mail.to().equals(address))
                    .toList();
            if (mails.size() > seen) {
                SEEN.put(address, mails.size());
                return mails.getLast();
            }
            assertThat(System.nanoTime()).as("mail to " + address).isLessThan(end);
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }
}
