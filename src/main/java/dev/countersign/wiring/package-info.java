/// Where the rooms are put together: settings, the objects of every room, and the web server's surroundings.
@NullMarked
package dev.countersign.wiring;

import org.jspecify.annotations.NullMarked;
