@NullMarked
package dev.countersign.factors.backupcode;

import org.jspecify.annotations.NullMarked;
