package dev.countersign.doors.cli;

import java.util.ArrayList;
import java.util.List;

/// Where the answer to a command goes on, when it is too long to be given at once.
final class Parts {
    /// The option by which the next part is asked for. Nobody types it.
    static final String AFTER = "--after";

    private String next = "";

    /// The command with what asks for the part after that place.
    static List<String> goOn(List<String> arguments, String place) {
        List<String> more = new ArrayList<>(arguments);
        more.add(AFTER + "=" + place);
        return more;
    }

    void goOnAfter(String place) {
        next = place;
    }

    String next() {
        return next;
    }
}
