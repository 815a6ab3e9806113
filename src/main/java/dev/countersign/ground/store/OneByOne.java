package dev.countersign.ground.store;

import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work on many things in turn, where one that fails must not keep those behind it from being done: it is logged, and
/// tried again the next time. Where the database itself cannot be worked with, nothing more is tried.
public final class OneByOne {
    private static final Logger LOG = LoggerFactory.getLogger(OneByOne.class);

    private OneByOne() {}

    /// Does the work for each.
    ///
    /// @param what the work, as the log names it: "reset"
    /// @param id what the log calls one of the things by
    public static <T> void each(String what, Iterable<T> things, Function<T, String> id, Consumer<T> work) {
        for (T thing : things) {
            try {
                work.accept(thing);
            } catch (StoreUnavailable e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("{} {} failed, and is tried again later", what, id.apply(thing), e);
            }
        }
    }
}
