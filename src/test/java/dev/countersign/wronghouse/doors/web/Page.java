package dev.countersign.wronghouse.doors.web;

/// A door that shows itself.
public final class Page {}
