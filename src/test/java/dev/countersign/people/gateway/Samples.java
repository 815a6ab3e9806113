package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import java.time.Instant;
import java.util.Map;

/// Messages to hand over. The test clock begins ten minutes before they expire.
final class Samples {
    static final String ID = "0199a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4b";
    static final String NUMBER = "+4915112345678";
    static final Letter TEXT = new Letter("", "Your code is 123456", null);
    private static final Instant EXPIRY = Instant.parse("2026-01-05T12:10:00Z");

    private Samples() {}

    static Message mail(String to) {
        return message(Channel.EMAIL, to);
    }

    static Message text() {
        return message(Channel.TEXT, NUMBER);
    }

    static Message text(String to) {
        return message(Channel.TEXT, to);
    }

    private static Message message(Channel channel, String to) {
        return new Message(ID, null, channel, to, MessageKind.SIGN_IN_CODE, Map.of(), "de", "UTC", EXPIRY);
    }
}
