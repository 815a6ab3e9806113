package dev.countersign.doors.api;

import dev.countersign.people.apikey.KeyScope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The scope that an API key needs for a handler that takes a [Caller.ManagingCaller].
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Scoped {
    KeyScope value();
}
