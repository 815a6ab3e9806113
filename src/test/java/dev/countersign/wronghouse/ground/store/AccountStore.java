package dev.countersign.wronghouse.ground.store;

import dev.countersign.wronghouse.ground.audit.LogUtil;

/// A store that everybody can see, which knows a neighbour it may not know.
public final class AccountStore {
    LogUtil log = new LogUtil();
}
