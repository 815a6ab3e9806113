package dev.countersign.doors.forwardauth;

import dev.countersign.journeys.entry.EntryRooms;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/// The journeys of sites, looked up once: asking Spring costs more than a whole answer does.
final class Once {
    private final ObjectProvider<EntryRooms> provider;
    private volatile @Nullable EntryRooms made;

    Once(ObjectProvider<EntryRooms> provider) {
        this.provider = provider;
    }

    EntryRooms get() {
        EntryRooms known = made;
        if (known == null) {
            known = provider.getObject();
            made = known;
        }
        return known;
    }
}
