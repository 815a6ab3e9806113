package dev.countersign.journeys.signup;

/// What is wrong with one field of a form: the field's name in the API, and the code of the fault ("too-short",
/// "leaked", "taken").
public record Flaw(String field, String code) {}
