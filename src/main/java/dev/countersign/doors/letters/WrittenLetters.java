package dev.countersign.doors.letters;

import dev.countersign.pages.Languages;
import dev.countersign.pages.Mail;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Letters;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Installation;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Writes messages: mails with a part of markup and a part of plain text that say the same, and texts of one part.
@Component
final class WrittenLetters implements Letters {
    private final TemplateEngine engine;
    private final Languages languages;
    private final Installation installation;
    private final Function<String, Optional<Brand>> managing;
    private final InstantSource clock;

    @Autowired
    WrittenLetters(
            TemplateEngine engine, Languages languages, Installation installation, Brands brands, InstantSource clock) {
        this(engine, languages, installation, brands::managing, clock);
    }

    /// @param managing the brand of the organisation that manages an account
    WrittenLetters(
            TemplateEngine engine,
            Languages languages,
            Installation installation,
            Function<String, Optional<Brand>> managing,
            InstantSource clock) {
        this.engine = engine;
        this.languages = languages;
        this.installation = installation;
        this.managing = managing;
        this.clock = clock;
    }

    /// @throws IllegalArgumentException when a field that the message cannot do without is missing, or its kind does
    ///     not travel by its channel
    @Override
    public Letter write(Message message) {
        Phrases phrases = new Phrases(
                Phrases.wordsOf(languages, message),
                message,
                installation,
                brand(message).orElse(null),
                clock.instant());
        return message.channel() == Channel.TEXT
                ? new Letter("", new TextWriter(phrases).write(), null)
                : mail(
                        message.kind() == MessageKind.NOTICE
                                ? new NoticeWriter(phrases).write()
                                : new MailWriter(phrases).write());
    }

    /// Mail to somebody who has not joined, or to an address that is not confirmed, looks like this server's.
    private Optional<Brand> brand(Message message) {
        String account = message.accountId();
        return switch (message.kind()) {
            case INVITATION, ADDRESS_CODE, NEW_ADDRESS_CODE, ADDRESS_TAKEN, REFERENCE_CODE, CONTACT_CODE, TEST ->
                Optional.empty();
            case SIGN_IN_CODE,
                    ENROLMENT_CODE,
                    PHONE_CODE,
                    PASSWORD_LINK,
                    RECOVERY_LINK,
                    SIGN_IN_LINK,
                    REMINDER,
                    REPLACEMENT_REMINDER,
                    RESET_APPROVAL,
                    SET_UP_DUE,
                    ACCOUNT_SUSPENDED,
                    ACCOUNT_REACTIVATED,
                    ACCOUNT_ERASED,
                    ORGANISATION_DELETION,
                    ORGANISATION_KEPT,
                    ORGANISATION_ERASED,
                    ORGANISATION_TRANSFERRED,
                    MEMBER_REMOVED,
                    ROLE_CHANGED,
                    SIGNED_OUT,
                    DEVICES_FORGOTTEN,
                    API_KEY_MADE,
                    VERIFY_KEY_MADE,
                    WEBHOOK_DISABLED,
                    NOTICE ->
                account == null || message.channel() == Channel.TEXT ? Optional.empty() : managing.apply(account);
        };
    }

    private Letter mail(Mail mail) {
        StringOutput html = new StringOutput();
        engine.render("mail/mail.jte", Map.of("mail", mail), html);
        return new Letter(mail.subject(), PlainPart.of(mail), html.toString());
    }
}
