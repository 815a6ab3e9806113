package dev.countersign.people.delivery;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a notice tells of, the gravest first. Every one may have the fields `at`, `browser`, `network` and `link`;
/// those named here are its own, and its words do without one that is not there.
public enum NoticeEvent {
    /// An account recovery began, and waits. `until`: when it can be finished, in milliseconds.
    RECOVERY_STARTED,
    /// An account recovery was finished: every factor and backup code is removed.
    RECOVERY_FINISHED,
    /// The account is going to be erased. `until`: when, in milliseconds.
    ACCOUNT_DELETION,
    /// An admin asked to remove every factor and backup code, and that waits. `until`: when it is done, in
    /// milliseconds; without it, once a second admin approves. `link` stops it. `by`: the admin's name.
    RESET_WAITING,
    /// An admin or the operator removed every factor and backup code. `by`: the admin's name, where there is one.
    TWO_STEP_RESET,
    /// A remembered device's secret came back that was replaced long ago: somebody has a copy of it.
    DEVICE_COPIED,
    /// A passkey's counter did not go up: somebody may have a copy of it.
    PASSKEY_COPIED,
    /// Too many wrong codes in a month voided the password.
    PASSWORD_VOIDED,
    /// The password was right, the second step was not.
    SECOND_STEP_FAILED,
    /// The password was changed, or set by a link.
    PASSWORD_CHANGED,
    /// For the old address: another one took its place. `link` undoes that for 7 days. `from`, `to`: addresses.
    ADDRESS_UNDO,
    /// For the address in between: a change was undone, and the account has the one before again. Never has a `link`:
    /// this address may be a stranger's. `from`, `to`: addresses.
    ADDRESS_UNDONE,
    /// For the new address: it took the place of another. `from`, `to`: addresses.
    EMAIL_CHANGED,
    /// Codes by text go to another number.
    PHONE_CHANGED,
    /// A factor was removed. `factor`: `totp`, `sms` or `passkey`.
    FACTOR_REMOVED,
    /// A factor took the place of one of its kind. `factor` as above.
    FACTOR_CHANGED,
    /// A factor was added. `factor` as above.
    FACTOR_ADDED,
    /// A backup code was used. `left`: how many are left.
    BACKUP_CODE_USED,
    /// A new set of backup codes voided the old one.
    BACKUP_CODES_MADE,
    /// A sign-in on a device not seen before.
    NEW_DEVICE,
    /// Too many wrong codes in a row. `until`: when codes are taken again, in milliseconds.
    SIGN_IN_LOCKED,
    /// An account recovery that had begun goes no further.
    RECOVERY_CANCELLED,
    /// An account that was going to be erased stays.
    DELETION_CANCELLED,
    /// A reset that waited goes no further.
    RESET_STOPPED;

    /// The fields that are its own.
    public Set<String> fields() {
        return switch (this) {
            case RESET_WAITING -> Set.of("until", "by");
            case TWO_STEP_RESET -> Set.of("by");
            case RECOVERY_STARTED, ACCOUNT_DELETION, SIGN_IN_LOCKED -> Set.of("until");
            case ADDRESS_UNDO, ADDRESS_UNDONE, EMAIL_CHANGED -> Set.of("from", "to");
            case FACTOR_REMOVED, FACTOR_CHANGED, FACTOR_ADDED -> Set.of("factor");
            case BACKUP_CODE_USED -> Set.of("left");
            case RECOVERY_FINISHED,
                    DEVICE_COPIED,
                    PASSKEY_COPIED,
                    PASSWORD_VOIDED,
                    SECOND_STEP_FAILED,
                    PASSWORD_CHANGED,
                    PHONE_CHANGED,
                    BACKUP_CODES_MADE,
                    NEW_DEVICE,
                    RECOVERY_CANCELLED,
                    DELETION_CANCELLED,
                    RESET_STOPPED -> Set.of();
        };
    }

    /// Its name in a message's fields: `backup-code-used`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The event of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    public static NoticeEvent of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /// What a notice with these fields tells of, the gravest first: the words of `events`, joined by commas, or the
    /// one of `event`.
    ///
    /// @throws IllegalArgumentException when it tells of nothing, or of something unknown
    public static List<NoticeEvent> in(Map<String, String> fields) {
        String words = fields.getOrDefault("events", fields.getOrDefault("event", ""));
        EnumSet<NoticeEvent> events = EnumSet.noneOf(NoticeEvent.class);
        Arrays.stream(words.split(",", -1))
                .map(String::strip)
                .map(NoticeEvent::of)
                .forEach(events::add);
        return List.copyOf(events);
    }
}
