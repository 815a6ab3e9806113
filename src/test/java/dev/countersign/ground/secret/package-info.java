@NullMarked
package dev.countersign.ground.secret;

import org.jspecify.annotations.NullMarked;
