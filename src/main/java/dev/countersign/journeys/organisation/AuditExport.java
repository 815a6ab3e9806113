package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditPlace;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A log that is being read out, the newest event first, in parts that fit into memory. What happens after the first
/// part was read is not in it.
public final class AuditExport implements AutoCloseable {
    private final Function<@Nullable AuditPlace, List<LoggedEvent>> part;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable AuditPlace last;

    AuditExport(Function<@Nullable AuditPlace, List<LoggedEvent>> part, Runnable end) {
        this.part = part;
        this.end = end;
    }

    /// The next part, empty at the end.
    ///
    /// @throws IllegalStateException when whoever reads may not any more
    public List<LoggedEvent> next() {
        List<LoggedEvent> events = part.apply(last);
        if (!events.isEmpty()) {
            last = AuditPlace.of(events.getLast().entry());
        }
        return events;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.run();
        }
    }
}
