package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;

/// Writes letters as MIME mail.
final class MailWriter {
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{1,35}");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");
    private static final String UTF8 = StandardCharsets.UTF_8.name();

    private MailWriter() {}

    static MimeMessage write(
            Session session, SmtpSettings settings, Message message, InternetAddress to, Letter letter, Instant now)
            throws MessagingException {
        InternetAddress from = MailAddress.of(settings.from()).orElseThrow();
        String id = messageId(message.id(), from);
        MimeMessage mail = new MimeMessage(session) {
            // The library would write a new one with every try.
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        mail.setFrom(named(from, settings.fromName()));
        mail.setRecipient(jakarta.mail.Message.RecipientType.TO, to);
        mail.setSubject(oneLine(letter.subject()), UTF8);
        mail.setSentDate(Date.from(now));
        // RFC 3834 §5: automatic answers must not be sent to what says this.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");
        if (LANGUAGE.matcher(message.locale()).matches()) {
            mail.setHeader("Content-Language", message.locale());
        }
        write(mail, letter);
        mail.saveChanges();
        return mail;
    }

    /// RFC 2046 §5.1.4: the part a reader should prefer comes last.
    private static void write(MimeMessage mail, Letter letter) throws MessagingException {
        String html = letter.html();
        if (html == null) {
            mail.setText(letter.text(), UTF8);
            return;
        }
        MimeMultipart both = new MimeMultipart("alternative");
        both.addBodyPart(part(letter.text(), "plain"));
        both.addBodyPart(part(html, "html"));
        mail.setContent(both);
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF8, subtype);
        return part;
    }

    /// The same for every try, so that a receiver that gets a notice twice can tell.
    private static String messageId(String id, InternetAddress from) {
        String left = PLAIN_ID.matcher(id).matches() ? id : Hmac.sha256Hex(id.getBytes(StandardCharsets.UTF_8));
        String address = from.getAddress();
        return "<" + left + address.substring(address.lastIndexOf('@')) + ">";
    }

    private static InternetAddress named(InternetAddress from, String name) throws MessagingException {
        if (name.isEmpty()) {
            return from;
        }
        try {
            return new InternetAddress(from.getAddress(), name, UTF8);
        } catch (java.io.UnsupportedEncodingException e) {
            throw new MessagingException("UTF-8 is missing", e);
        }
    }

    private static String oneLine(String subject) {
        return CONTROLS.matcher(subject).replaceAll(" ");
    }
}
