package dev.countersign.people.delivery;

/// A way out for messages of one channel: a mail server, a telephone company's interface. Calls block; they are
/// made on a thread of the outbox, outside every transaction, and take no longer than 30 seconds.
public interface Gateway {
    /// Its name in tables and logs, such as `smtp` or `twilio`.
    String name();

    /// What it carries.
    Channel channel();

    /// Hands the letter over, once. Never throws for what the other side says or does.
    Handed hand(Message message, Letter letter);
}
