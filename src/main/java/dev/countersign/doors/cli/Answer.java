package dev.countersign.doors.cli;

/// What a command printed, and how it ended: 0 done, 1 not done, 2 not understood.
///
/// @param next where an answer too long for one part goes on; "" at its end
record Answer(int exitCode, String out, String err, String next) {
    Answer(int exitCode, String out, String err) {
        this(exitCode, out, err, "");
    }
}
