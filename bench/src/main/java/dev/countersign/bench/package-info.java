/// The load driver: starts the packaged server, signs in to it over HTTP and says what that cost. No part of the
/// product.
@NullMarked
package dev.countersign.bench;

import org.jspecify.annotations.NullMarked;
