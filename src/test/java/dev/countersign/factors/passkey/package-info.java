@NullMarked
package dev.countersign.factors.passkey;

import org.jspecify.annotations.NullMarked;
