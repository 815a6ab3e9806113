package dev.countersign.doors.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How arguments and answers cross the control socket: a number that names this very protocol, then counted texts
/// in UTF-8.
final class Wire {
    private static final int PROTOCOL = 0x43_53_00_02;
    private static final int MOST_ARGUMENTS = 32;
    private static final int LONGEST_ARGUMENT = 4 * 1024;
    private static final int LONGEST_ANSWER = 8 * 1024 * 1024;

    private Wire() {}

    static void writeArguments(DataOutputStream to, List<String> arguments) throws IOException {
        to.writeInt(PROTOCOL);
        to.writeInt(arguments.size());
        for (String argument : arguments) {
            writeText(to, argument, LONGEST_ARGUMENT);
        }
        to.flush();
    }

    static List<String> readArguments(DataInputStream from) throws IOException {
        expectProtocol(from);
        int count = from.readInt();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw new IOException("too many arguments");
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(readText(from, LONGEST_ARGUMENT));
        }
        return arguments;
    }

    static void writeAnswer(DataOutputStream to, Answer answer) throws IOException {
        to.writeInt(PROTOCOL);
        to.writeInt(answer.exitCode());
        writeText(to, answer.out(), LONGEST_ANSWER);
        writeText(to, answer.err(), LONGEST_ANSWER);
        writeText(to, answer.next(), LONGEST_ARGUMENT);
        to.flush();
    }

    static Answer readAnswer(DataInputStream from) throws IOException {
        expectProtocol(from);
        return new Answer(
                from.readInt(),
                readText(from, LONGEST_ANSWER),
                readText(from, LONGEST_ANSWER),
                readText(from, LONGEST_ARGUMENT));
    }

    private static void expectProtocol(DataInputStream from) throws IOException {
        if (from.readInt() != PROTOCOL) {
            throw new IOException("another protocol");
        }
    }

    private static void writeText(DataOutputStream to, String text, int longest) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > longest) {
            throw new IOException("too long");
        }
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    private static String readText(DataInputStream from, int longest) throws IOException {
        int length = from.readInt();
        if (length < 0 || length > longest) {
            throw new IOException("too long");
        }
        return new String(from.readNBytes(length), UTF_8);
    }
}
