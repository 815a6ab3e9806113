package dev.countersign.doors.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for: so many items, after that place. The newest come first, and a place is the
/// instant and the id of the last item seen, so that items which come and go in between neither repeat nor hide
/// others.
record Paging(int limit, @Nullable Place after) {
    private static final int DEFAULT = 50;
    private static final int MOST = 200;

    /// A place in a list.
    record Place(Instant at, String id) implements Comparable<Place> {
        private static final Comparator<Place> NEWEST_FIRST =
                Comparator.comparing(Place::at).thenComparing(Place::id).reversed();

        @Override
        public int compareTo(Place other) {
            return NEWEST_FIRST.compare(this, other);
        }

        String cursor() {
            byte[] text = (at.toEpochMilli() + " " + id).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        }
    }

    static Paging of(String @Nullable [] limits, String @Nullable [] cursors) {
        return new Paging(limit(limits), place(cursors));
    }

    private static int limit(String @Nullable [] given) {
        if (given == null) {
            return DEFAULT;
        }
        if (given.length == 1 && given[0].matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(given[0]);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        }
        throw new Refusal(Problem.validation("limit", "out-of-range", "Give one limit from 1 to 200."));
    }

    private static @Nullable Place place(String @Nullable [] given) {
        if (given == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(given[0]), StandardCharsets.UTF_8);
            String[] parts = text.split(" ", -1);
            if (given.length == 1 && parts.length == 2) {
                return new Place(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
            }
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
        throw badCursor();
    }

    private static Refusal badCursor() {
        return new Refusal(Problem.validation("cursor", "not-good", "Give a cursor as the last answer's next had it."));
    }

    /// The part of a list that was read as far as one item past the limit, in its order.
    <T extends Wire> ItemList<T> part(List<T> read, Function<T, Place> place) {
        if (read.size() <= limit) {
            return new ItemList<>(read, null);
        }
        List<T> items = List.copyOf(read.subList(0, limit));
        return new ItemList<>(items, place.apply(items.getLast()).cursor());
    }

    /// The same where the place is not one of what goes over the wire.
    <S, T extends Wire> ItemList<T> part(List<S> read, Function<S, T> view, Function<S, Place> place) {
        List<S> items = read.subList(0, Math.min(limit, read.size()));
        return new ItemList<>(
                items.stream().map(view).toList(),
                read.size() <= limit ? null : place.apply(items.getLast()).cursor());
    }

    /// The part of the list that is asked for.
    <T extends Wire> ItemList<T> of(List<T> all, Function<T, Place> place) {
        List<T> rest = new ArrayList<>(all);
        rest.sort(Comparator.comparing(place));
        Place last = after;
        if (last != null) {
            rest.removeIf(item -> place.apply(item).compareTo(last) <= 0);
        }
        if (rest.size() <= limit) {
            return new ItemList<>(List.copyOf(rest), null);
        }
        List<T> items = List.copyOf(rest.subList(0, limit));
        return new ItemList<>(items, place.apply(items.getLast()).cursor());
    }
}
