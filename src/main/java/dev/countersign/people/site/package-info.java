/// Sites: what stands behind a proxy that asks here before it lets somebody through, as its organisation registered it.
@NullMarked
package dev.countersign.people.site;

import org.jspecify.annotations.NullMarked;
