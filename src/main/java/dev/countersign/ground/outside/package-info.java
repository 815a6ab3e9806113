/// Calls to addresses that organisations name: guarded, so that nobody reaches the server's own network by them.
@NullMarked
package dev.countersign.ground.outside;

import org.jspecify.annotations.NullMarked;
