package dev.countersign.doors.letters;

import dev.countersign.pages.Languages;
import dev.countersign.pages.Mail;
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
import org.springframework.stereotype.Component;

/// Writes messages: mails with a part of markup and a part of plain text that say the same, and texts of one part.
@Component
final class WrittenLetters implements Letters {
    private final TemplateEngine engine;
    private final Languages languages;
    private final Installation installation;
    private final InstantSource clock;

    WrittenLetters(TemplateEngine engine, Languages languages, Installation installation, InstantSource clock) {
        this.engine = engine;
        this.languages = languages;
        this.installation = installation;
        this.clock = clock;
    }

    /// @throws IllegalArgumentException when a field that the message cannot do without is missing, or its kind does
    ///     not travel by its channel
    @Override
    public Letter write(Message message) {
        Phrases phrases = new Phrases(Phrases.wordsOf(languages, message), message, installation, clock.instant());
        return message.channel() == Channel.TEXT
                ? new Letter("", new TextWriter(phrases).write(), null)
                : mail(
                        message.kind() == MessageKind.NOTICE
                                ? new NoticeWriter(phrases).write()
                                : new MailWriter(phrases).write());
    }

    private Letter mail(Mail mail) {
        StringOutput html = new StringOutput();
        engine.render("mail/mail.jte", Map.of("mail", mail), html);
        return new Letter(mail.subject(), PlainPart.of(mail), html.toString());
    }
}
