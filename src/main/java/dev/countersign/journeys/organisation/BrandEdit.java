package dev.countersign.journeys.organisation;

import dev.countersign.people.brand.Accent;
import dev.countersign.people.organisation.SupportContact;
import org.jspecify.annotations.Nullable;

/// What the name, the colour and the support contact of an organisation shall be.
///
/// @param accent the colour, or null for this server's own
public record BrandEdit(String name, @Nullable Accent accent, SupportContact support) {}
