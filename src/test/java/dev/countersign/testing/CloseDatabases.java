package dev.countersign.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What closes, after each test, the databases that were opened with [Databases#fresh()].
public final class CloseDatabases implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
        Databases.closeAll();
    }
}
