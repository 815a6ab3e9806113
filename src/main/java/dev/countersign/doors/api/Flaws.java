package dev.countersign.doors.api;

/// What is wrong with a field, as a sentence for a person.
final class Flaws {
    private Flaws() {}

    static String sentence(String code) {
        return switch (code) {
            case "missing", "empty" -> "This field is needed.";
            case "too-short" -> "Use at least 8 characters.";
            case "too-long" -> "That is too long.";
            case "leaked" -> "That password appears in a list of leaked passwords. Choose a different one.";
            case "personal" -> "That password is made of the account's own email or name. Choose a different one.";
            case "taken" -> "There is an account with this email address already.";
            case "not-a-name" -> "Give a name of 1 to 100 characters, without control characters.";
            case "not-an-address" -> "Give an email address, such as ada@example.com.";
            case "unchanged" -> "The account has that email address already.";
            case "wrong-address" -> "The invitation is for another address.";
            default -> "That is not accepted here.";
        };
    }
}
