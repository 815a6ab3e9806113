package dev.countersign.people.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.gateway.SmtpSettings.Security;
import dev.countersign.testing.ServerKeys;
import dev.countersign.testing.TestClock;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpGatewayTest {
    private static final ServerKeys KEYS = ServerKeys.named("dns:localhost");
    private static final ServerKeys OTHER_NAME = ServerKeys.named("dns:elsewhere.example");
    private static final Letter LETTER =
            new Letter("Prüfung 🔐 שלום", "Grüße 👋\nמה שלומך", "<p dir=\"rtl\">Grüße 👋 <b>מה שלומך</b></p>");
    private static final SmtpGateway.Patience PATIENCE =
            new SmtpGateway.Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(8));

    private final TestClock clock = new TestClock();

    @Test
    void mailWhenServerIsPlainThenArrivesWithBothParts() throws Exception {
        GreenMail server = started(ServerSetup.PROTOCOL_SMTP);
        try {
            Handed handed = gateway(server.getSmtp().getPort(), Security.NONE, null, null, null)
                    .hand(Samples.mail("anna@example.org"), LETTER);

            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(handed).isEqualTo(new Handed.Taken("<" + Samples.ID + "@sender.example>"));
            assertThat(mail.getSubject()).isEqualTo(LETTER.subject());
            assertThat(mail.getFrom()[0].toString()).contains("no-reply@sender.example");
            assertThat(((jakarta.mail.internet.InternetAddress) mail.getFrom()[0]).getPersonal())
                    .isEqualTo("Prüfstelle");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getHeader("X-Auto-Response-Suppress")).containsExactly("All");
            assertThat(mail.getHeader("Content-Language")).containsExactly("de");
            assertThat(mail.getSentDate().toInstant()).isEqualTo(clock.instant());
            MimeMultipart parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContentType())
                    .startsWith("text/plain")
                    .containsIgnoringCase("utf-8");
            assertThat(parts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                    .isEqualTo(LETTER.text());
            assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
            assertThat(parts.getBodyPart(1).getContent()).isEqualTo(LETTER.html());
        } finally {
            server.stop();
        }
    }

    @Test
    void mailWhenSentTwiceThenHasTheSameMessageId() throws Exception {
        GreenMail server = started(ServerSetup.PROTOCOL_SMTP);
        try {
            SmtpGateway gateway = gateway(server.getSmtp().getPort(), Security.NONE, null, null, null);
            gateway.hand(Samples.mail("anna@example.org"), LETTER);
            gateway.hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(server.getReceivedMessages())
                    .hasSize(2)
                    .extracting(MimeMessage::getMessageID)
                    .containsOnly("<" + Samples.ID + "@sender.example>");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"right, true", "wrong, false"})
    void mailWhenPasswordIsAskedForThenOnlyTheRightOneSends(String password, boolean taken) {
        GreenMail server = started(ServerSetup.PROTOCOL_SMTP);
        try {
            server.setUser("no-reply@sender.example", "robot", "right");
            server.getUserManager().setAuthRequired(true);

            Handed handed = gateway(server.getSmtp().getPort(), Security.NONE, "robot", password, null)
                    .hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(handed).isInstanceOf(taken ? Handed.Taken.class : Handed.RefusedTransport.class);
            assertThat(server.getReceivedMessages()).hasSize(taken ? 1 : 0);
            assertThat(handed.toString()).doesNotContain(password.equals("wrong") ? "wrong" : "right");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mailWhenLineIsSecureThenNothingIsSaidInTheClear(boolean startTls) throws Exception {
        try (MailServer server = new MailServer(KEYS.own(), !startTls)) {
            Handed handed = gateway(
                            server.port(), startTls ? Security.STARTTLS : Security.TLS, "robot", "secret", trust(KEYS))
                    .hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(handed).isInstanceOf(Handed.Taken.class);
            assertThat(server.heard).contains("tls MAIL FROM:<no-reply@sender.example>");
            assertThat(server.heard)
                    .filteredOn(line -> line.startsWith("plain "))
                    .isSubsetOf("plain EHLO sender.example", "plain STARTTLS");
        }
    }

    @Test
    void mailWhenServerLacksStartTlsThenNothingIsSent() throws Exception {
        try (MailServer server = new MailServer(null, false)) {
            Handed handed = gateway(server.port(), Security.STARTTLS, "robot", "secret", trust(KEYS))
                    .hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(handed).isEqualTo(new Handed.RefusedTransport("the server does not offer STARTTLS"));
            assertThat(server.heard).noneMatch(line -> line.contains("AUTH") || line.contains("MAIL"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mailWhenCertificateIsForAnotherNameThenNothingIsSent(boolean startTls) throws Exception {
        try (MailServer server = new MailServer(OTHER_NAME.own(), !startTls)) {
            Handed handed = gateway(
                            server.port(),
                            startTls ? Security.STARTTLS : Security.TLS,
                            "robot",
                            "secret",
                            trust(OTHER_NAME))
                    .hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(handed).isInstanceOf(Handed.RefusedTransport.class);
            assertThat(server.heard).noneMatch(line -> line.contains("AUTH") || line.contains("MAIL"));
        }
    }

    @Test
    void mailWhenCertificateIsNotTrustedThenTransportIsRefused() throws Exception {
        try (MailServer server = new MailServer(OTHER_NAME.own(), false)) {
            assertThat(gateway(server.port(), Security.STARTTLS, null, null, trust(KEYS))
                            .hand(Samples.mail("anna@example.org"), LETTER))
                    .isInstanceOf(Handed.RefusedTransport.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no <anna@example.org> here, RefusedRequest",
        "RCPT, 553 no such mailbox, RefusedRequest",
        "RCPT, 550 5.7.1 relaying denied, RefusedTransport",
        "RCPT, 530 5.7.0 authentication required, RefusedTransport",
        "RCPT, 450 4.2.0 greylisted, Unavailable",
        "RCPT, 451 try later, Unavailable",
        "RCPT, 452 4.2.2 full, Unavailable",
        "MAIL, 421 going down, Unavailable",
        "MAIL, 550 not your address, RefusedTransport",
        "AUTH, 535 5.7.8 wrong, RefusedTransport",
        "AUTH, 454 4.7.0 not now, Unavailable",
        "DATA, 451 not now, Unavailable",
        "., 554 5.7.1 looks like spam, RefusedTransport",
        "., 550 5.1.1 no such mailbox, RefusedRequest",
        "., 452 4.3.1 disk full, Unavailable",
        "greeting, 554 go away, RefusedTransport",
        "greeting, 421 too busy, Unavailable",
        "greeting, cut, Unavailable",
        "MAIL, cut, Unavailable",
        "RCPT, cut, Unavailable",
        "DATA, cut, Unavailable",
        "., cut, Unknown"
    })
    void mailWhenServerAnswersThenMeaningIsKnown(String command, String answer, String meaning) throws Exception {
        try (MailServer server = new MailServer(null, false).answering(command, answer)) {
            Handed handed = gateway(server.port(), Security.NONE, "robot", "secret", null)
                    .hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(handed.getClass().getSimpleName()).isEqualTo(meaning);
            assertThat(handed.toString()).doesNotContain("anna", "robot", "secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"greeting, Unavailable", "RCPT, Unavailable", "., Unknown"})
    void mailWhenServerIsSilentThenWaitingEnds(String command, String meaning) throws Exception {
        var limits = new SmtpGateway.Patience(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(8));
        try (MailServer server = new MailServer(null, false).answering(command, MailServer.SILENCE)) {
            Handed handed = new SmtpGateway(settings(server.port(), Security.NONE, null, null), clock, limits, null)
                    .hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(handed.getClass().getSimpleName()).isEqualTo(meaning);
        }
    }

    @ParameterizedTest
    @CsvSource({"RCPT, Unavailable", "., Unknown"})
    void mailWhenAllTogetherTakesTooLongThenIsGivenUp(String command, String meaning) throws Exception {
        var limits = new SmtpGateway.Patience(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMillis(700));
        try (MailServer server = new MailServer(null, false).answering(command, MailServer.SILENCE)) {
            Handed handed = new SmtpGateway(settings(server.port(), Security.NONE, null, null), clock, limits, null)
                    .hand(Samples.mail("anna@example.org"), LETTER);

            assertThat(handed.getClass().getSimpleName()).isEqualTo(meaning);
        }
    }

    @Test
    void mailWhenNobodyListensThenIsUnavailable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(gateway(port, Security.NONE, null, null, null).hand(Samples.mail("anna@example.org"), LETTER))
                .isInstanceOf(Handed.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna@example.org\r\nRCPT TO:<eve@example.org>",
                "anna@example.org, eve@example.org",
                "<anna@example.org> NOTIFY=NEVER",
                "Anna <anna@example.org>",
                "anna",
                "@example.org",
                "anna@",
                "jürgen@example.org",
                "\"an na\"@example.org"
            })
    void mailWhenAddressIsMoreThanAnAddressThenIsRefused(String to) throws Exception {
        try (MailServer server = new MailServer(null, false)) {
            assertThat(gateway(server.port(), Security.NONE, null, null, null).hand(Samples.mail(to), LETTER))
                    .isInstanceOf(Handed.RefusedRequest.class);
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void mailWhenDomainIsInternationalThenGoesByItsAsciiName() throws Exception {
        try (MailServer server = new MailServer(null, false)) {
            gateway(server.port(), Security.NONE, null, null, null).hand(Samples.mail("anna@bücher.example"), LETTER);
            assertThat(server.heard).contains("plain RCPT TO:<anna@xn--bcher-kva.example>");
        }
    }

    @Test
    void mailWhenSubjectHoldsLineBreaksThenAddsNoHeader() throws Exception {
        GreenMail server = started(ServerSetup.PROTOCOL_SMTP);
        try {
            gateway(server.getSmtp().getPort(), Security.NONE, null, null, null)
                    .hand(
                            Samples.mail("anna@example.org"),
                            new Letter("Hello\r\nBcc: eve@example.org\r\n\r\nbody", "text", null));

            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getHeader("Bcc")).isNull();
            assertThat(mail.getSubject()).isEqualTo("Hello Bcc: eve@example.org body");
            assertThat(mail.getContentType()).startsWith("text/plain");
        } finally {
            server.stop();
        }
    }

    @Test
    void settingsWhenSenderHoldsLineBreaksThenAreRefused() {
        assertThatThrownBy(
                        () -> new SmtpSettings("localhost", 25, Security.NONE, null, null, "a@b.example\r\nX: y", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new SmtpSettings("localhost", 25, Security.NONE, null, null, "a@b.example", "A\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsWhenPrintedThenHideThePassword() {
        assertThat(settings(25, Security.TLS, "robot", "secret").toString()).doesNotContain("secret");
        assertThat(gateway(25, Security.TLS, "robot", "secret", null).channel()).isEqualTo(Channel.EMAIL);
    }

    private static GreenMail started(String protocol) {
        GreenMail server = new GreenMail(new ServerSetup(0, "localhost", protocol));
        server.start();
        return server;
    }

    private SmtpGateway gateway(int port, Security security, String user, String password, SSLSocketFactory tls) {
        return new SmtpGateway(settings(port, security, user, password), clock, PATIENCE, tls);
    }

    private static SmtpSettings settings(int port, Security security, String user, String password) {
        return new SmtpSettings("localhost", port, security, user, password, "no-reply@sender.example", "Prüfstelle");
    }

    private static SSLSocketFactory trust(ServerKeys keys) {
        return keys.trust().getSocketFactory();
    }
}
