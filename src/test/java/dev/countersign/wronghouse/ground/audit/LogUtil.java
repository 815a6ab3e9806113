package dev.countersign.wronghouse.ground.audit;

import dev.countersign.wronghouse.ground.store.AccountStore;
import org.jspecify.annotations.Nullable;

/// A name that says nothing, and a circle.
public final class LogUtil {
    @Nullable
    AccountStore store;
}
