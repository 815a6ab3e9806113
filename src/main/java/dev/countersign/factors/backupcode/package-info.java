/// Backup codes: one-use look-up secrets.
@NullMarked
package dev.countersign.factors.backupcode;

import org.jspecify.annotations.NullMarked;
