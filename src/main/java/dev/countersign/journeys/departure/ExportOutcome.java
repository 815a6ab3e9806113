package dev.countersign.journeys.departure;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/// What came of asking for what the server has about an account.
public sealed interface ExportOutcome {
    /// It can be written.
    record Ready(Document document) implements ExportOutcome {}

    /// Fresh proof is needed first.
    record StepUpRequired() implements ExportOutcome {}

    /// It was asked for often; again then.
    record Delayed(Instant until) implements ExportOutcome {}

    /// Something that writes itself, page by page.
    interface Document {
        /// Writes all of it as one JSON object in UTF-8, and leaves the stream open.
        void writeTo(OutputStream out) throws IOException;
    }
}
