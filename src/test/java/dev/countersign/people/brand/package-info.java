/// Tests of brands.
@NullMarked
package dev.countersign.people.brand;

import org.jspecify.annotations.NullMarked;
