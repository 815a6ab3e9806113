package dev.countersign.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The programs beside the server that tests need: they must be installed.
final class Programs {
    private Programs() {}

    /// What the authenticator shows (RFC 6238), by `oathtool`, at a time like `2026-01-05 12:00:00 UTC`.
    static String oathtool(String base32, String now) {
        return run(List.of("oathtool", "--totp", "-b", base32, "--now", now));
    }

    /// What the QR code in a picture says, by `zbarimg`.
    static String zbarimg(Path picture) {
        return run(List.of("zbarimg", "--quiet", "--raw", "--oneshot", picture.toString()));
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command.getFirst() + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
