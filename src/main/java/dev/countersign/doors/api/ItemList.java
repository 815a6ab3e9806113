package dev.countersign.doors.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One part of a list, and the cursor of the part that follows, or null at the end.
record ItemList<T extends Wire>(List<T> items, @Nullable String next) implements Wire {}
