package dev.countersign.factors.passkey;

/// Whom a new passkey is for, in words that the prompt and the password manager show: the address and the name.
public record PasskeyUser(String address, String name) {}
