package dev.countersign.doors.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the parameter that the request's JSON body is read into, a record. A body that is `optional` may be
/// missing altogether, and stands then for an object without fields.
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface Body {
    boolean optional() default false;
}
