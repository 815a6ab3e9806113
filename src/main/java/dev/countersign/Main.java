package dev.countersign;

/// The process: with no arguments the server.
public final class Main {
    private Main() {}

    static void main(String[] arguments) {}
}
