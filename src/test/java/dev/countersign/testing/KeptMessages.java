package dev.countersign.testing;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import java.util.List;

/// A gateway that takes every message of its channel and keeps it in that list.
record KeptMessages(Channel channel, List<Message> kept) implements Gateway {
    @Override
    public String name() {
        return "test";
    }

    @Override
    public Handed hand(Message message, Letter letter) {
        kept.add(message);
        return new Handed.Taken(null);
    }
}
