/// What the measured server has more than the product: one handler that does nothing. It is put behind the
/// product's class path by the load driver and is in no artifact.
@NullMarked
package dev.countersign.bench.server;

import org.jspecify.annotations.NullMarked;
