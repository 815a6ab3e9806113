package dev.countersign.people.organisation;

/// Who does something in an organisation: a session, which is a person, or an API key, which is a program that acts
/// for one. What takes a session is closed to keys, whatever their scopes.
public interface Actor {
    /// The account that acts, or that the key acts for.
    String accountId();
}
