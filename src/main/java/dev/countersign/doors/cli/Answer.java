package dev.countersign.doors.cli;

/// What a command printed, and how it ended: 0 done, 1 not done, 2 not understood.
record Answer(int exitCode, String out, String err) {}
