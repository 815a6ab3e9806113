package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Handed;
import dev.countersign.people.gateway.SmtpSettings.Security;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// What a mail server's refusal, or its silence, means.
final class SmtpAnswers {
    /// RFC 3463 §2: class, subject and detail follow the reply code.
    private static final Pattern ENHANCED = Pattern.compile("^\\d{3}[ -]+([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    private SmtpAnswers() {}

    /// A reply code, and the text it came with.
    private record Reply(int code, @Nullable String text) {
        String enhanced() {
            Matcher matcher = ENHANCED.matcher(text == null ? "" : text);
            return matcher.find() ? matcher.group(1) : "";
        }

        /// Without the text, which repeats addresses.
        String reason(MailCarrier.Stage stage) {
            return code + (enhanced().isEmpty() ? "" : " " + enhanced()) + " at "
                    + stage.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Handed read(MessagingException failure, MailCarrier carrier, Security security) {
        MailCarrier.Stage stage = carrier.stage();
        Reply reply = reply(failure, carrier);
        if (stage == MailCarrier.Stage.CONNECTING) {
            return whileConnecting(failure, carrier, security, reply);
        }
        if (reply.code() >= 400 && reply.code() < 500) {
            return new Handed.Unavailable(reply.reason(stage));
        }
        if (reply.code() >= 500 && reply.code() < 600) {
            return refused(reply, stage);
        }
        String reason = "the line broke at " + stage.name().toLowerCase(java.util.Locale.ROOT);
        return stage == MailCarrier.Stage.END ? new Handed.Unknown(reason) : new Handed.Unavailable(reason);
    }

    /// RFC 3463 §3.8: X.7.X is about security and policy, thus about us and not about the recipient; so is whatever
    /// is said to our own address.
    private static Handed refused(Reply reply, MailCarrier.Stage stage) {
        boolean us = stage == MailCarrier.Stage.SENDER
                || reply.code() == 530
                || reply.code() == 535
                || reply.enhanced().startsWith("5.7.");
        return us ? new Handed.RefusedTransport(reply.reason(stage)) : new Handed.RefusedRequest(reply.reason(stage));
    }

    private static Handed whileConnecting(
            MessagingException failure, MailCarrier carrier, Security security, Reply reply) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new Handed.RefusedTransport(
                        "no secure line: " + cause.getClass().getSimpleName());
            }
        }
        if (reply.code() >= 400 && reply.code() < 500) {
            return new Handed.Unavailable(reply.reason(MailCarrier.Stage.CONNECTING));
        }
        if ((reply.code() >= 500 && reply.code() < 600) || failure instanceof AuthenticationFailedException) {
            return new Handed.RefusedTransport(reply.reason(MailCarrier.Stage.CONNECTING));
        }
        if (security == Security.STARTTLS && reply.code() == 250 && !carrier.supportsExtension("STARTTLS")) {
            return new Handed.RefusedTransport("the server does not offer STARTTLS");
        }
        return new Handed.Unavailable("no connection: " + name(failure));
    }

    private static String name(MessagingException failure) {
        Throwable cause = failure.getCause();
        return (cause == null ? failure : cause).getClass().getSimpleName();
    }

    /// The library strings exceptions together with the one that says most somewhere in the middle.
    private static Reply reply(MessagingException failure, MailCarrier carrier) {
        for (Exception e = failure; e instanceof MessagingException next; e = next.getNextException()) {
            switch (e) {
                case SMTPAddressFailedException address -> {
                    return new Reply(address.getReturnCode(), address.getMessage());
                }
                case SMTPSenderFailedException sender -> {
                    return new Reply(sender.getReturnCode(), sender.getMessage());
                }
                case SMTPSendFailedException send
                when send.getNextException() == null -> {
                    return new Reply(send.getReturnCode(), send.getMessage());
                }
                default -> {
                    // The next one may say more.
                }
            }
        }
        return new Reply(carrier.getLastReturnCode(), carrier.getLastServerResponse());
    }
}
