package dev.countersign.people.delivery;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message as the change that causes it writes it down: to whom, what about, and the values its words need. It
/// becomes text only when it leaves.
///
/// @param id stable over every try; the receiver may see it twice for a notice, never for a code
/// @param accountId whom it concerns, or null where there is no account
/// @param to the address, or the number in E.164 form
/// @param locale BCP 47 tag of the language it is written in
/// @param timeZone IANA name of the zone its times are told in
/// @param expiresAt when it is not worth sending any more
public record Message(
        String id,
        @Nullable String accountId,
        Channel channel,
        String to,
        MessageKind kind,
        Map<String, String> fields,
        String locale,
        String timeZone,
        Instant expiresAt) {
    public Message {
        fields = Map.copyOf(fields);
    }

    @Override
    public String toString() {
        return "Message[" + id + ", " + kind + "]";
    }
}
