package dev.countersign.people.gateway;

/// A gateway's last word on a message it had taken.
///
/// @param gateway its name
/// @param reference what it calls the message
/// @param arrived false when it has given up
public record Receipt(String gateway, String reference, boolean arrived) {}
