package dev.countersign.wronghouse.journeys.signin;

import dev.countersign.wronghouse.doors.web.Page;
import dev.countersign.wronghouse.wiring.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// An outcome that anything may implement, made by Spring, which looks up to the doors and to the wiring.
@Component
public class GuessOutcome {
    @Nullable
    Page page;

    @Nullable
    Settings settings;
}
