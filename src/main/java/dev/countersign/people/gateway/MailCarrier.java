package dev.countersign.people.gateway;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// One line to a mail server, for one mail; remembers how far it got, because what a broken line means depends on it.
final class MailCarrier extends SMTPTransport {
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);

    /// How far a mail has got.
    enum Stage {
        CONNECTING,
        SENDER,
        RECIPIENT,
        CONTENT,
        /// The end of the mail is being sent or has been: from here on the server may have taken it.
        END,
        /// It took too long, and the end will not be sent.
        ABANDONED
    }

    MailCarrier(Session session, boolean tls) {
        super(session, new URLName(tls ? "smtps" : "smtp", null, -1, null, null, null), tls ? "smtps" : "smtp", tls);
    }

    Stage stage() {
        return stage.get();
    }

    /// Gives up. False when it is too late for that.
    boolean abandon() {
        return stage.getAndUpdate(now -> now == Stage.END ? Stage.END : Stage.ABANDONED) != Stage.END;
    }

    @Override
    protected void mailFrom() throws MessagingException {
        enter(Stage.SENDER);
        super.mailFrom();
    }

    @Override
    protected void rcptTo() throws MessagingException {
        enter(Stage.RECIPIENT);
        super.rcptTo();
    }

    @Override
    protected java.io.OutputStream data() throws MessagingException {
        enter(Stage.CONTENT);
        return super.data();
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        enter(Stage.END);
        super.finishData();
    }

    private void enter(Stage next) throws MessagingException {
        if (stage.getAndUpdate(now -> now == Stage.ABANDONED ? now : next) == Stage.ABANDONED) {
            throw new MessagingException("abandoned");
        }
    }
}
