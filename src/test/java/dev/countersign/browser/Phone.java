package dev.countersign.browser;

import dev.countersign.testing.TestClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A phone with an authenticator app (`oathtool`), whose clock goes with the server's.
record Phone(String uri, TestClock clock) {
    private static final Pattern SECRET = Pattern.compile("[?&]secret=([A-Z2-7]+)");
    private static final DateTimeFormatter NOW =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final Duration STEP = Duration.ofSeconds(30);

    Phone {
        if (!URI.create(uri).getScheme().equals("otpauth")) {
            throw new AssertionError("no key for an authenticator: " + uri);
        }
    }

    String secret() {
        Matcher matcher = SECRET.matcher(uri);
        if (!matcher.find()) {
            throw new AssertionError("no secret in " + uri);
        }
        return matcher.group(1);
    }

    /// What it shows now.
    String code() {
        return at(clock.instant());
    }

    /// What it shows half a minute from now, which is then.
    String nextCode() {
        clock.advance(STEP);
        return code();
    }

    /// Six digits that it shows neither now nor around now.
    String wrongCode() {
        Instant now = clock.instant();
        List<String> right =
                Stream.of(now.minus(STEP), now, now.plus(STEP)).map(this::at).toList();
        return Stream.of("000000", "111111", "222222", "333333")
                .filter(code -> !right.contains(code))
                .findFirst()
                .orElseThrow();
    }

    private String at(Instant instant) {
        return Programs.oathtool(secret(), NOW.format(instant));
    }
}
