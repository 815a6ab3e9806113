package dev.countersign.journeys.organisation;

/// What came of doing something in an organisation.
public sealed interface MemberOutcome<T> {
    /// It was done, with what it gave.
    record Done<T>(T value) implements MemberOutcome<T> {}

    /// It was not, and nothing has changed.
    record Refused<T>(WhyNot why) implements MemberOutcome<T> {}

    /// Nothing to say but that it was done.
    record Nothing() {}

    /// It was done, and there is nothing more to say.
    static MemberOutcome<Nothing> done() {
        return new Done<>(new Nothing());
    }

    /// It was not.
    static <T> MemberOutcome<T> refused(WhyNot why) {
        return new Refused<>(why);
    }
}
