package dev.countersign.rules.device;

import java.time.Instant;

/// A device that skips the second step for one account until a date. `id` is the device's.
public record RememberedDevice(
        String id, String browser, String network, Instant rememberedAt, Instant lastUsedAt, Instant expiresAt) {}
