/// Keys, sealed values, random ids, tokens and codes.
@NullMarked
package dev.countersign.ground.secret;

import org.jspecify.annotations.NullMarked;
