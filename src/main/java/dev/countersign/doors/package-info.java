/// How the world comes in. Spring MVC lives here and nowhere below; nothing here is public.
@NullMarked
package dev.countersign.doors;

import org.jspecify.annotations.NullMarked;
