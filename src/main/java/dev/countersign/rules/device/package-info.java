/// Browsers and app installs: their rotating secrets, and for which accounts they skip the second step.
@NullMarked
package dev.countersign.rules.device;

import org.jspecify.annotations.NullMarked;
