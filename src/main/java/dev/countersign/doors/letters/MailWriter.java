package dev.countersign.doors.letters;

import dev.countersign.pages.Mail;
import dev.countersign.pages.Words;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.organisation.SupportContact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Says what a mail says that was asked for: a code, a link, a test. What each kind has to say is what there are
/// messages for, under its name.
final class MailWriter {
    private static final Set<MessageKind> ELSEWHERE = Set.of(MessageKind.REFERENCE_CODE, MessageKind.CONTACT_CODE);

    private final Phrases phrases;
    private final Words words;
    private final String prefix;

    MailWriter(Phrases phrases) {
        this.phrases = phrases;
        this.words = phrases.words();
        this.prefix = "mail." + phrases.message().kind().word();
    }

    Mail write() {
        List<Mail.Part> parts = new ArrayList<>();
        parts.add(new Mail.Title(said(".title")));
        // What nobody's organisation did is told in words of its own, where there are any.
        boolean alone = phrases.field("organisation").isEmpty() && words.has(prefix + ".alone");
        parts.add(new Mail.Paragraph(said(alone ? ".alone" : ".text")));
        if (phrases.field("date").isPresent() && words.has(prefix + ".dated")) {
            parts.add(new Mail.Paragraph(said(".dated")));
        }
        if (hasCode()) {
            code(parts);
        }
        if (words.has(prefix + ".button")) {
            link(parts);
        }
        if (words.has(prefix + ".then")) {
            parts.add(new Mail.Paragraph(said(".then")));
        }
        facts(phrases, by()).ifPresent(parts::add);
        if (words.has(prefix + ".not-you")) {
            parts.add(new Mail.Heading(words.say("mail.not-you")));
            parts.add(new Mail.Paragraph(said(".not-you")));
        }
        return new Mail(
                words, subject(), phrases.name(), phrases.organisation(), phrases.accent(), parts, foot(phrases));
    }

    /// Who did it, where the message says so.
    private Mail.Fact[] by() {
        return phrases.field("by").stream()
                .map(name ->
                        new Mail.Fact(words.say("mail.fact.by"), phrases.line(phrases.apart(Harmless.strange(name)))))
                .toArray(Mail.Fact[]::new);
    }

    private boolean hasCode() {
        return switch (phrases.message().kind()) {
            case ADDRESS_CODE,
                    NEW_ADDRESS_CODE,
                    SIGN_IN_CODE,
                    ENROLMENT_CODE,
                    PHONE_CODE,
                    REFERENCE_CODE,
                    CONTACT_CODE -> true;
            case ADDRESS_TAKEN,
                    PASSWORD_LINK,
                    RECOVERY_LINK,
                    SIGN_IN_LINK,
                    INVITATION,
                    REMINDER,
                    REPLACEMENT_REMINDER,
                    RESET_APPROVAL,
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
                    SET_UP_DUE,
                    NOTICE,
                    TEST -> false;
        };
    }

    private String subject() {
        // The code comes first, so that it can be read where only the subject is shown.
        String code = hasCode() ? phrases.needed("code") : "";
        return words.say(
                prefix + ".subject",
                "name",
                phrases.name(),
                "code",
                code,
                "organisation",
                strange("organisation"),
                "key",
                strange("key"),
                "app",
                app(),
                "date",
                date());
    }

    private void code(List<Mail.Part> parts) {
        parts.add(new Mail.Code(phrases.needed("code")));
        parts.add(new Mail.Paragraph(phrases.line("mail.code.life", "length", phrases.life(), "time", until())));
        // An application's code is typed at the application, which is elsewhere.
        parts.add(new Mail.Paragraph(
                ELSEWHERE.contains(phrases.message().kind())
                        ? phrases.line("mail.code.nobody-app", "app", app())
                        : phrases.line("mail.code.nobody", "name", phrases.name(), "host", phrases.host())));
    }

    private void link(List<Mail.Part> parts) {
        if (words.has(prefix + ".or")) {
            parts.add(new Mail.Paragraph(said(".or")));
        }
        parts.add(button(phrases, words.say(prefix + ".button")));
        if (words.has(prefix + ".once")) {
            parts.add(new Mail.Paragraph(linkLife()));
            parts.add(new Mail.Paragraph(said(".once")));
        }
    }

    /// A time of day says nothing about another day.
    private Mail.Line linkLife() {
        Instant end = phrases.message().expiresAt();
        return Duration.between(phrases.now(), end).compareTo(Duration.ofHours(12)) > 0
                ? phrases.line("mail.link.life-days", "length", phrases.life(), "date", phrases.day(end))
                : phrases.line("mail.link.life", "length", phrases.life(), "time", until());
    }

    private String until() {
        return phrases.time(phrases.message().expiresAt());
    }

    private Mail.Line said(String part) {
        return phrases.line(
                prefix + part,
                "name",
                phrases.name(),
                "organisation",
                strange("organisation"),
                "inviter",
                strange("inviter"),
                "owner",
                strange("owner"),
                "member",
                strange("member"),
                "key",
                strange("key"),
                "app",
                app(),
                "purpose",
                strange("purpose"),
                // A name, since messages choose by it.
                "role",
                phrases.field("role").flatMap(Role::parse).orElse(Role.MEMBER),
                "date",
                date());
    }

    private String date() {
        return phrases.instant("date")
                .or(() -> phrases.instant("until"))
                .map(phrases::day)
                .orElse("");
    }

    /// The application that it is about, or this server where that has no name that can be said.
    private String app() {
        return phrases.field("app").map(Harmless::strange).orElseGet(phrases::name);
    }

    /// A name that people chose, which is never shown as a link.
    private String strange(String field) {
        return phrases.field(field).map(Harmless::strange).orElse("");
    }

    /// The button with the link of the message.
    static Mail.Button button(Phrases phrases, String label) {
        return new Mail.Button(label, phrases.needed("link"), phrases.words().say("mail.button.copy"));
    }

    /// When it happened, with which browser and from which network, as far as that is known.
    static Optional<Mail.Facts> facts(Phrases phrases, Mail.Fact... more) {
        Words words = phrases.words();
        List<Mail.Fact> facts = new ArrayList<>(List.of(more));
        phrases.instant("at")
                .ifPresent(at -> facts.add(
                        new Mail.Fact(words.say("mail.fact.when"), phrases.line(phrases.apart(phrases.moment(at))))));
        phrases.field("browser")
                .ifPresent(browser -> facts.add(new Mail.Fact(
                        words.say("mail.fact.browser"), phrases.line(phrases.apart(Harmless.strange(browser))))));
        phrases.field("network")
                .ifPresent(network -> facts.add(new Mail.Fact(
                        words.say("mail.fact.network"), phrases.line(phrases.apart(Harmless.line(network))))));
        return facts.isEmpty() ? Optional.empty() : Optional.of(new Mail.Facts(facts));
    }

    /// To whom and by whom the mail was sent, and whom to ask.
    static List<Mail.Line> foot(Phrases phrases) {
        List<Mail.Line> foot = new ArrayList<>();
        foot.add(phrases.line(
                "mail.foot.sent",
                "email",
                Harmless.line(phrases.message().to()),
                "name",
                phrases.name(),
                "host",
                phrases.host()));
        SupportContact support = phrases.support();
        Stream.of(support.email(), support.phone(), support.link())
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(contact -> foot.add(phrases.line("mail.foot.help", "contact", contact)));
        return foot;
    }
}
