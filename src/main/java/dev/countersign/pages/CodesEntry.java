package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// The backup codes of an account as its settings show them, never the codes themselves.
///
/// @param left how many are unused
/// @param of how many there were
/// @param made when they were made, or null where there are none
/// @param low whether so few are left that a new set is due
/// @param renewable whether a new set may be made
/// @param next how many codes a new set has
public record CodesEntry(int left, int of, @Nullable Moment made, boolean low, boolean renewable, int next) {

    /// Whether there is anything to show.
    public boolean shown() {
        return of > 0 || renewable;
    }
}
