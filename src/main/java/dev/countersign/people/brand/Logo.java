package dev.countersign.people.brand;

/// A picture that this server drew itself from the pixels of an upload: a PNG without anything but pixels.
public record Logo(byte[] png, int width, int height) {}
