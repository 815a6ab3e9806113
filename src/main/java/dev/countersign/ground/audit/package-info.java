/// The record of what happened to whom, from where and when.
@NullMarked
package dev.countersign.ground.audit;

import org.jspecify.annotations.NullMarked;
