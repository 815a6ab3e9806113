package dev.countersign.wiring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a setting is for, in the operator's words. `docs/settings.md` is made of these; `unset` says what holds
/// when the setting is left out and has no default of its own.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface About {
    String AS_PRESET = "as the preset has it";

    String value();

    String unset() default "";
}
