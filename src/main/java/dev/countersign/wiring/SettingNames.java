package dev.countersign.wiring;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Every setting there is, read off the records it is bound to, in their order.
final class SettingNames {
    /// One setting: its key, what it is for, its default, and what holds without one.
    record Known(String key, String about, @Nullable String defaultValue, String unset) {
        /// The name of the environment variable that sets it.
        String environmentName() {
            return key.replace("-", "").replace('.', '_').toUpperCase(java.util.Locale.ROOT);
        }
    }

    private SettingNames() {}

    static List<Known> all() {
        List<Known> known = new ArrayList<>();
        collect("countersign", Settings.class, known);
        return List.copyOf(known);
    }

    private static void collect(String prefix, Class<?> record, List<Known> known) {
        for (RecordComponent component : Objects.requireNonNull(record.getRecordComponents())) {
            String key = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            About about = component.getAnnotation(About.class);
            if (about != null) {
                known.add(new Known(key, about.value(), defaultValue(record, component), about.unset()));
            } else if (component.getType().isRecord()) {
                collect(key, component.getType(), known);
            } else {
                throw new IllegalStateException(key + " has no @About");
            }
        }
    }

    /// `@DefaultValue` is for parameters, so it stands on the canonical constructor's, in the components' order.
    private static @Nullable String defaultValue(Class<?> record, RecordComponent component) {
        RecordComponent[] components = Objects.requireNonNull(record.getRecordComponents());
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(component.getName())) {
                DefaultValue value =
                        record.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(DefaultValue.class);
                return value == null || value.value().length == 0 ? null : String.join(",", value.value());
            }
        }
        return null;
    }
}
