package dev.countersign.doors.api;

/// A record that crosses the wire as a JSON object. Each has a schema of its own name in `openapi.json`, with its
/// components as properties; a test compares them.
interface Wire {}
