package dev.countersign.people.organisation;

import java.time.Instant;

/// A group of accounts with owners, who set what is demanded of its members.
public record Organisation(String id, String name, Instant createdAt) {}
