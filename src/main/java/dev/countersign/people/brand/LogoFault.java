package dev.countersign.people.brand;

import java.util.Locale;

/// Why bytes cannot be a logo.
public enum LogoFault {
    /// There are none.
    NOTHING,
    /// More than [LogoImage#MOST_BYTES].
    TOO_MANY_BYTES,
    /// Neither a PNG nor a JPEG, whatever its name says.
    NOT_AN_IMAGE,
    /// It begins as a PNG or a JPEG and does not go on as one.
    BROKEN,
    /// A side has more than [LogoImage#MOST_SIDE] pixels.
    TOO_LARGE,
    /// A side has fewer than [LogoImage#LEAST_SIDE] pixels, or would have where it is shown.
    TOO_SMALL;

    /// `too-many-bytes`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
