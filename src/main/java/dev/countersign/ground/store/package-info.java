/// The database: transactions, the two dialects, migrations and the sweeping of what has expired.
@NullMarked
package dev.countersign.ground.store;

import org.jspecify.annotations.NullMarked;
