@NullMarked
package dev.countersign.factors.totp;

import org.jspecify.annotations.NullMarked;
