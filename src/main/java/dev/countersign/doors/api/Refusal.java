package dev.countersign.doors.api;

import java.util.Map;

/// A call that is refused before its handler runs, or by it: the problem, thrown. It is no bug, and has no stack
/// trace.
final class Refusal extends RuntimeException {
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    Refusal(Problem problem, Map<String, String> headers) {
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    Refusal(Problem problem) {
        this(problem, Map.of());
    }

    Refusal(ProblemCode code) {
        this(Problem.of(code));
    }

    Answer answer() {
        return Answer.problem(problem).with(headers);
    }
}
