/// What the measured server has more than the product: two handlers to compare with. They are put behind the
/// product's class path by the load driver and are in no artifact.
@NullMarked
package dev.countersign.bench.server;

import org.jspecify.annotations.NullMarked;
