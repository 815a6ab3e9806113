package dev.countersign.doors.web;

import org.springframework.web.servlet.View;

/// A handler was not reached: the person lacks what it takes, and is shown this instead.
final class Detour extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient View instead;

    Detour(View instead) {
        super("The way to this page leads past another", null, false, false);
        this.instead = instead;
    }

    View instead() {
        return instead;
    }
}
