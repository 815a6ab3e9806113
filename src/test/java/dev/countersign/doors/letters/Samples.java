package dev.countersign.doors.letters;

import dev.countersign.pages.Languages;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.SupportContact;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One message of every kind and of every event, as the journeys write them down; and the letters made of them.
public final class Samples {
    /// When they are written.
    public static final Instant NOW = Instant.parse("2026-11-22T13:32:00Z");

    /// The languages they are written in.
    public static final List<String> LANGUAGES = List.of("en-GB", "en-US", "es-ES", Languages.PSEUDO);

    /// What is typed at an application, not at this server.
    static final List<MessageKind> ELSEWHERE = List.of(MessageKind.REFERENCE_CODE, MessageKind.CONTACT_CODE);

    static final String CODE = "481207";
    static final String LINK =
            "https://id.example.com/not-me/cs_notice_Zk3vQ8m1xWb7RtYp5LcN2hUe9GsJd0aFoKiB4wTzXqM?a=1&b=2";
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Samples.class.getClassLoader(), "dev.countersign.pages");

    private static final Languages SPOKEN = new Languages(true);

    private Samples() {}

    /// A message and the name it is known by.
    public record Sample(String name, Message message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("date", Long.toString(NOW.plus(Duration.ofDays(7)).toEpochMilli())),
            Map.entry("at", Long.toString(NOW.minusSeconds(75).toEpochMilli())),
            Map.entry("until", Long.toString(NOW.plus(Duration.ofDays(14)).toEpochMilli())),
            Map.entry("code", CODE),
            Map.entry("link", LINK),
            Map.entry("organisation", "Linden"),
            Map.entry("inviter", "Mara König"),
            Map.entry("owner", "Jonas Berg"),
            Map.entry("member", "Ada Lind"),
            Map.entry("key", "Shop"),
            Map.entry("app", "Shop"),
            Map.entry("purpose", "pay 90 € to Jonas"),
            Map.entry("role", "admin"),
            Map.entry("browser", "Firefox on macOS"),
            Map.entry("network", "2001:db8:85a3:8d3::/64"));

    /// Every mail, in one language.
    public static List<Sample> mails(String language) {
        List<Sample> mails = new ArrayList<>();
        for (MessageKind kind : MessageKind.values()) {
            if (kind != MessageKind.NOTICE) {
                mails.add(new Sample(kind.word(), message(kind, FIELDS, language)));
            }
        }
        for (NoticeEvent event : NoticeEvent.values()) {
            if (event.fields().contains("factor")) {
                for (String factor : List.of("totp", "sms", "passkey", "future")) {
                    mails.add(notice(event.word() + "-" + factor, event.word(), language, Map.of("factor", factor)));
                }
            } else {
                Map<String, String> own = event == NoticeEvent.ADDRESS_UNDONE ? Map.of("link", "") : Map.of();
                mails.add(notice(event.word(), event.word(), language, own));
            }
        }
        for (MessageKind kind : List.of(MessageKind.SIGNED_OUT, MessageKind.DEVICES_FORGOTTEN)) {
            mails.add(new Sample(kind.word() + "-alone", message(kind, Map.of(), language)));
        }
        mails.add(new Sample("account-suspended-alone", message(MessageKind.ACCOUNT_SUSPENDED, Map.of(), language)));
        mails.add(notice("backup-code-used-last", "backup-code-used", language, Map.of("left", "0")));
        mails.add(notice("several", "new-device,backup-code-used", language, Map.of("left", "2")));
        return mails;
    }

    /// Every text message that there is, in one language.
    public static List<Sample> texts(String language) {
        List<Sample> texts = new ArrayList<>();
        for (MessageKind kind : List.of(
                MessageKind.SIGN_IN_CODE, MessageKind.ENROLMENT_CODE, MessageKind.PHONE_CODE, MessageKind.TEST)) {
            texts.add(new Sample(kind.word(), text(message(kind, Map.of("code", CODE), language))));
        }
        for (MessageKind kind : ELSEWHERE) {
            Map<String, String> fields = Map.of("code", CODE, "app", "Shop", "purpose", "pay 90 € to Jonas");
            texts.add(new Sample(kind.word(), text(message(kind, fields, language))));
        }
        for (NoticeEvent event : NoticeEvent.values()) {
            Sample notice = notice(event.word(), event.word(), language, Map.of());
            texts.add(new Sample(notice.name(), text(notice.message())));
        }
        return texts;
    }

    /// A notice of a sign-in that just happened.
    public static Sample notice(String name, String events, String language, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "at", Long.toString(NOW.minusSeconds(75).toEpochMilli()),
                "browser", "Firefox on macOS",
                "network", "2001:db8:85a3:8d3::/64",
                "link", LINK,
                "left", "2",
                "by", "Mara König",
                "from", "ada@example.com",
                "to", "byron@example.org",
                "until", Long.toString(NOW.plus(Duration.ofHours(72)).toEpochMilli())));
        fields.put("events", events);
        fields.putAll(more);
        return new Sample(name, message(MessageKind.NOTICE, fields, language));
    }

    /// A message that goes by mail and is worth something for ten minutes.
    public static Message message(MessageKind kind, Map<String, String> fields, String language) {
        return new Message(
                "m-1",
                "a-1",
                Channel.EMAIL,
                "ada@example.com",
                kind,
                fields,
                language,
                "Europe/Berlin",
                NOW.plus(Duration.ofMinutes(10)));
    }

    /// The letter of a message to somebody whose account that organisation manages.
    static Letter letterOf(Message message, Brand brand) {
        Installation installation = new Installation(
                "Countersign",
                URI.create("https://id.example.com"),
                new SupportContact("help@example.com", null, null),
                null);
        return new WrittenLetters(ENGINE, SPOKEN, installation, _ -> Optional.of(brand), InstantSource.fixed(NOW))
                .write(message);
    }

    /// The letter of a message, from a server whose name needs escaping.
    public static Letter letter(Message message) {
        return letter(message, "Linden & Hart", "id.example.com");
    }

    static Letter letter(Message message, String name, String host) {
        Installation installation = new Installation(
                name, URI.create("https://" + host), new SupportContact("help@example.com", null, null), null);
        return new WrittenLetters(ENGINE, SPOKEN, installation, _ -> Optional.empty(), InstantSource.fixed(NOW))
                .write(message);
    }

    static Message text(Message message) {
        return new Message(
                message.id(),
                message.accountId(),
                Channel.TEXT,
                "+12025550123",
                message.kind(),
                message.fields(),
                message.locale(),
                message.timeZone(),
                message.expiresAt());
    }

    static Message with(Message message, UnaryOperator<Map<String, String>> change) {
        return new Message(
                message.id(),
                message.accountId(),
                message.channel(),
                message.to(),
                message.kind(),
                change.apply(new HashMap<>(message.fields())),
                message.locale(),
                message.timeZone(),
                message.expiresAt());
    }
}
