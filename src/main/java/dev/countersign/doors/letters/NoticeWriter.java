package dev.countersign.doors.letters;

import dev.countersign.pages.Mail;
import dev.countersign.pages.Words;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Says what happened to an account, or in one mail all that happened in one sign-in, and what to do about it.
final class NoticeWriter {
    /// How long "This wasn't me" and the undoing of a change of address work.
    private static final Duration LINK_LIFE = Duration.ofDays(7);

    /// What the link does that works only while a reset waits.
    private static final String STOP = "mail.stop-reset";

    private final Phrases phrases;
    private final Words words;
    private final List<NoticeEvent> events;

    /// The factors that words are there for. A name, since messages choose by it.
    private enum Means {
        TOTP,
        SMS,
        PASSKEY,
        OTHER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Means of(Optional<String> field) {
            return Stream.of(values())
                    .filter(means -> field.filter(means.toString()::equals).isPresent())
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    NoticeWriter(Phrases phrases) {
        this.phrases = phrases;
        this.words = phrases.words();
        this.events = NoticeEvent.in(phrases.fields());
    }

    Mail write() {
        boolean several = events.size() > 1;
        NoticeEvent gravest = events.getFirst();
        String first = subject(gravest).text();
        String subject =
                several ? words.say("mail.notice.several.subject", "first", first, "count", events.size() - 1) : first;
        List<Mail.Part> parts = new ArrayList<>();
        if (several) {
            parts.add(new Mail.Title(
                    phrases.line("mail.notice.several", "name", phrases.name(), "count", events.size())));
            parts.add(new Mail.Items(events.stream().map(this::text).toList()));
        } else {
            parts.add(new Mail.Title(subject(gravest)));
            parts.add(new Mail.Paragraph(text(gravest)));
        }
        MailWriter.facts(phrases, ownFacts()).ifPresent(parts::add);
        wayOut(parts);
        return new Mail(
                words,
                subject,
                phrases.name(),
                phrases.organisation(),
                phrases.accent(),
                parts,
                MailWriter.foot(phrases));
    }

    private Mail.Line subject(NoticeEvent event) {
        return said(event, ".subject");
    }

    private Mail.Line text(NoticeEvent event) {
        boolean timed =
                event.fields().contains("until") && phrases.field("until").isPresent();
        return said(event, timed ? ".until" : ".text");
    }

    private Mail.Line said(NoticeEvent event, String part) {
        String browser =
                phrases.field("browser").map(Harmless::strange).orElseGet(() -> words.say("mail.browser.unknown"));
        return phrases.line(
                "mail.notice." + event.word() + part,
                "name",
                phrases.name(),
                "browser",
                browser,
                "factor",
                Means.of(phrases.field("factor")),
                "left",
                phrases.field("left").map(Integer::valueOf).orElse(0),
                "until",
                phrases.instant("until").map(phrases::moment).orElse(""));
    }

    /// What else it may have been, and what is to be done then: not everything is done by whoever signs in.
    private String innocent() {
        if (events.contains(NoticeEvent.PASSWORD_VOIDED)) {
            return "mail.notice.if-you.voided";
        }
        if (events.size() > 1) {
            return "mail.notice.if-you";
        }
        return switch (events.getFirst()) {
            case TWO_STEP_RESET, RESET_WAITING, ACCOUNT_DELETION -> "mail.notice.if-you.asked";
            case DEVICE_COPIED -> "mail.notice.if-you.copied";
            case PASSKEY_COPIED -> "mail.notice.if-you.passkey";
            case RECOVERY_STARTED,
                    RECOVERY_FINISHED,
                    PASSWORD_VOIDED,
                    SECOND_STEP_FAILED,
                    PASSWORD_CHANGED,
                    ADDRESS_UNDO,
                    ADDRESS_UNDONE,
                    EMAIL_CHANGED,
                    PHONE_CHANGED,
                    FACTOR_REMOVED,
                    FACTOR_CHANGED,
                    FACTOR_ADDED,
                    BACKUP_CODE_USED,
                    BACKUP_CODES_MADE,
                    NEW_DEVICE,
                    SIGN_IN_LOCKED,
                    RECOVERY_CANCELLED,
                    DELETION_CANCELLED,
                    RESET_STOPPED -> "mail.notice.if-you";
        };
    }

    /// The addresses of a change, and the name of whoever did it for the person.
    private Mail.Fact[] ownFacts() {
        Stream<Mail.Fact> addresses = Stream.of("from", "to")
                .filter(this::tellsOf)
                .flatMap(field -> phrases.field(field).stream().map(email -> fact(field, Harmless.masked(email))));
        Stream<Mail.Fact> by = Stream.of("by")
                .filter(this::tellsOf)
                .flatMap(field -> phrases.field(field).stream().map(name -> fact(field, Harmless.strange(name))));
        return Stream.concat(addresses, by).toArray(Mail.Fact[]::new);
    }

    private boolean tellsOf(String field) {
        return events.stream().anyMatch(event -> event.fields().contains(field));
    }

    private Mail.Fact fact(String field, String value) {
        return new Mail.Fact(words.say("mail.fact." + field), phrases.line(phrases.apart(value)));
    }

    private void wayOut(List<Mail.Part> parts) {
        String way = way();
        parts.add(new Mail.Paragraph(phrases.line(innocent())));
        parts.add(new Mail.Heading(words.say("mail.not-you")));
        if (phrases.field("link").isEmpty()) {
            String own = "mail.notice." + events.getFirst().word() + ".no-button";
            String key = words.has(own) ? own : "mail.notice.no-button";
            parts.add(new Mail.Paragraph(phrases.line(key)));
            return;
        }
        Instant happened = phrases.instant("at").orElseGet(phrases::now);
        parts.add(new Mail.Paragraph(phrases.line(way + ".text")));
        parts.add(MailWriter.button(phrases, words.say(way)));
        if (!way.equals(STOP)) {
            parts.add(new Mail.Paragraph(
                    phrases.line("mail.notice.link-life", "date", phrases.day(happened.plus(LINK_LIFE)))));
        }
    }

    private String way() {
        if (events.contains(NoticeEvent.RESET_WAITING)) {
            return STOP;
        }
        return events.contains(NoticeEvent.ADDRESS_UNDO) ? "mail.undo" : "mail.this-was-not-me";
    }
}
