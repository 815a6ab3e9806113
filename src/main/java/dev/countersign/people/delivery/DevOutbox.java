package dev.countersign.people.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where messages end up while no gateway is set: in memory, for whoever tries the server on their own machine.
public final class DevOutbox {
    private static final int KEPT = 200;

    private final InstantSource clock;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Set<Channel> channels = EnumSet.noneOf(Channel.class);

    public DevOutbox(InstantSource clock) {
        this.clock = clock;
    }

    /// A message as it would have arrived.
    ///
    /// @param subject empty for a text message
    /// @param html null for a text message
    public record Kept(
            Instant at,
            Channel channel,
            String to,
            String subject,
            String text,
            @Nullable String html) {
        @Override
        public String toString() {
            return "Kept[***]";
        }
    }

    /// The gateway that puts messages of that channel here.
    public Gateway gateway(Channel channel) {
        channels.add(channel);
        return new Gateway() {
            @Override
            public String name() {
                return "dev-outbox";
            }

            @Override
            public Channel channel() {
                return channel;
            }

            @Override
            public Handed hand(Message message, Letter letter) {
                keep(new Kept(clock.instant(), channel, message.to(), letter.subject(), letter.text(), letter.html()));
                return new Handed.Taken(null);
            }
        };
    }

    /// Whether anything can come here.
    public boolean active() {
        return !channels.isEmpty();
    }

    /// Whether messages of that channel come here.
    public boolean takes(Channel channel) {
        return channels.contains(channel);
    }

    /// The last ones, the newest last.
    public synchronized List<Kept> kept() {
        return List.copyOf(kept);
    }

    private synchronized void keep(Kept message) {
        kept.addLast(message);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }
}
