package dev.countersign.people.organisation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The leave to sign up, behind a single-use link; for one address only where `emailKey` is there.
public record Invitation(String id, @Nullable String emailKey, Instant expiresAt) {}
