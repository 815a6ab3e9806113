package dev.countersign.journeys.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was read from the database not long ago, by the hash it was asked for. It never holds more entries nor more
/// bytes than it was made for: what was used least recently goes. It is split into parts with a lock each, so that
/// requests do not wait for each other.
final class Remembered<V> {
    private static final int PARTS = 32;
    /// A key is 64 hex digits, and an entry of a map has its links.
    private static final int ENTRY_BYTES = 250;

    private final List<Part<V>> parts = new ArrayList<>();

    Remembered(int mostEntries, long mostBytes) {
        for (int i = 0; i < PARTS; i++) {
            parts.add(new Part<>(Math.max(1, mostEntries / PARTS), mostBytes / PARTS));
        }
    }

    private record Entry<V>(V value, int bytes) {}

    private static final class Part<V> {
        private final int mostEntries;
        private final long mostBytes;
        private final LinkedHashMap<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;

        Part(int mostEntries, long mostBytes) {
            this.mostEntries = mostEntries;
            this.mostBytes = mostBytes;
        }

        synchronized @Nullable V get(String key) {
            Entry<V> entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        synchronized void put(String key, V value, int size) {
            remove(key);
            if (size > mostBytes) {
                return;
            }
            entries.put(key, new Entry<>(value, size));
            bytes += size;
            while (entries.size() > mostEntries || bytes > mostBytes) {
                Map.Entry<String, Entry<V>> oldest = entries.pollFirstEntry();
                bytes -= oldest.getValue().bytes();
            }
        }

        synchronized void remove(String key) {
            Entry<V> entry = entries.remove(key);
            if (entry != null) {
                bytes -= entry.bytes();
            }
        }

        synchronized long[] measure() {
            return new long[] {entries.size(), bytes};
        }
    }

    private Part<V> part(String key) {
        return parts.get(Math.floorMod(key.hashCode(), PARTS));
    }

    Optional<V> get(String key) {
        return Optional.ofNullable(part(key).get(key));
    }

    void put(String key, V value, int bytes) {
        part(key).put(key, value, bytes + ENTRY_BYTES);
    }

    void remove(String key) {
        part(key).remove(key);
    }

    /// How many entries there are.
    long entries() {
        return parts.stream().mapToLong(part -> part.measure()[0]).sum();
    }

    /// How many bytes they count for.
    long bytes() {
        return parts.stream().mapToLong(part -> part.measure()[1]).sum();
    }
}
