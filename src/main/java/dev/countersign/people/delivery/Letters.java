package dev.countersign.people.delivery;

/// Puts messages into words.
public interface Letters {
    /// The words of a message, in its language.
    Letter write(Message message);
}
