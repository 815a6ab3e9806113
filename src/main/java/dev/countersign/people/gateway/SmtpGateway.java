package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.gateway.SmtpSettings.Security;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Sends mail to a mail server, each over a line of its own.
public final class SmtpGateway implements Gateway {
    private final SmtpSettings settings;
    private final InstantSource clock;
    private final Patience patience;
    private final @Nullable SSLSocketFactory tls;

    /// How long is waited for the server.
    ///
    /// @param read for each of its answers
    /// @param whole for everything together
    record Patience(Duration connect, Duration read, Duration whole) {}

    /// A gateway to that server. It trusts the certificate authorities that the Java runtime trusts.
    public SmtpGateway(SmtpSettings settings, InstantSource clock) {
        this(
                settings,
                clock,
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(28)),
                null);
    }

    SmtpGateway(SmtpSettings settings, InstantSource clock, Patience patience, @Nullable SSLSocketFactory tls) {
        this.settings = settings;
        this.clock = clock;
        this.patience = patience;
        this.tls = tls;
    }

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    /// Hands one mail over. A thread of its own does it, because a server that answers a little at a time would keep
    /// to every single limit and still take for ever; interrupting it closes its line.
    @Override
    public Handed hand(Message message, Letter letter) {
        Optional<InternetAddress> to = MailAddress.of(message.to());
        if (to.isEmpty()) {
            return new Handed.RefusedRequest("not an address that mail can be sent to");
        }
        Session session = Session.getInstance(properties());
        MailCarrier carrier = new MailCarrier(session, settings.security() == Security.TLS);
        FutureTask<Handed> sending = new FutureTask<>(() -> send(session, carrier, message, to.get(), letter));
        Thread.ofVirtual().name("smtp-" + message.id()).start(sending);
        try {
            return sending.get(patience.whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return abandon(carrier, sending, "the server took too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return abandon(carrier, sending, "interrupted");
        } catch (ExecutionException e) {
            return new Handed.RefusedTransport(String.valueOf(
                    e.getCause() == null ? e : e.getCause().getClass().getSimpleName()));
        }
    }

    private static Handed abandon(MailCarrier carrier, FutureTask<Handed> sending, String reason) {
        boolean inTime = carrier.abandon();
        sending.cancel(true);
        return inTime ? new Handed.Unavailable(reason) : new Handed.Unknown(reason);
    }

    private Handed send(Session session, MailCarrier carrier, Message message, InternetAddress to, Letter letter)
            throws MessagingException {
        MimeMessage mail = MailWriter.write(session, settings, message, to, letter, clock.instant());
        try {
            carrier.connect(settings.host(), settings.port(), settings.user(), settings.password());
            carrier.sendMessage(mail, new InternetAddress[] {to});
            return new Handed.Taken(mail.getMessageID());
        } catch (MessagingException e) {
            return SmtpAnswers.read(e, carrier, settings.security());
        } finally {
            close(carrier);
        }
    }

    /// What happens after the answer changes nothing about it.
    private static void close(MailCarrier carrier) {
        try {
            carrier.close();
        } catch (MessagingException e) {
            return;
        }
    }

    private Properties properties() {
        String protocol = settings.security() == Security.TLS ? "mail.smtps." : "mail.smtp.";
        boolean startTls = settings.security() == Security.STARTTLS;
        Properties all = new Properties();
        all.setProperty(
                protocol + "connectiontimeout",
                String.valueOf(patience.connect().toMillis()));
        all.setProperty(protocol + "timeout", String.valueOf(patience.read().toMillis()));
        all.setProperty(protocol + "starttls.enable", String.valueOf(startTls));
        all.setProperty(protocol + "starttls.required", String.valueOf(startTls));
        all.setProperty(protocol + "ssl.checkserveridentity", "true");
        all.setProperty(protocol + "ssl.protocols", "TLSv1.3 TLSv1.2");
        all.setProperty(protocol + "auth", String.valueOf(settings.user() != null));
        all.setProperty(protocol + "auth.mechanisms", "PLAIN LOGIN");
        all.setProperty(protocol + "quitwait", "false");
        all.setProperty(protocol + "localhost", greeting());
        if (tls != null) {
            all.put(protocol + "ssl.socketFactory", tls);
        }
        return all;
    }

    /// The name said in greeting: the machine's own would tell every server where this one lives.
    private String greeting() {
        return settings.from().substring(settings.from().lastIndexOf('@') + 1);
    }
}
