package dev.countersign.journeys.reference;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a question is for, in the application's words. The person reads it in the message with the code, so it can be
/// nothing that a phone or a mail program makes a link, an address or a number to call of, nothing that looks like
/// a code, and nothing that leads out of the brackets that it stands in: words of letters, and few, short
/// numbers as amounts have them, such as "pay 1,250.00 € to Ana Ruiz-Gil".
public final class Purpose {
    /// Its length in UTF-16 units: with the code, it fits into one text message of any alphabet.
    public static final int LONGEST = 60;

    private static final int DIGITS_OF_A_NUMBER = 8;
    private static final int DIGITS = 12;
    private static final int LONGEST_NAME = 40;

    private static final String AMOUNT =
            "(?:[0-9]{1,5}(?:[.,][0-9]{1,2})?|[0-9]{1,3}(?:[.,][0-9]{3}){1,2}(?:[.,][0-9]{1,2})?)";

    /// Letters with their accents: no stacks of them, and none of the letters that are blank (Hangul fillers).
    private static final String LETTERS = "(?:[\\p{L}&&[^\\u115f\\u1160\\u3164\\uffa0]][\\p{Mn}\\p{Mc}]{0,3})+";

    private static final String WORD = LETTERS + "(?:['’-]" + LETTERS + ")*[0-9]{0,4}";
    private static final String SIGN = "[€$£¥₹₩₽%]";
    private static final String ONE = "(?:" + SIGN + "?" + AMOUNT + SIGN + "?|" + WORD + "|" + SIGN + "),?";

    private static final Pattern SHAPE = Pattern.compile(ONE + "(?: " + ONE + ")*");

    /// Two numbers side by side are read as one to call.
    private static final Pattern SIDE_BY_SIDE = Pattern.compile("[0-9][%,]? [0-9]");

    private static final Pattern STRANGE = Pattern.compile("[^\\p{L}\\p{Mn}\\p{Mc}0-9'’-]+");

    private Purpose() {}

    /// Whether a text can be a purpose.
    public static boolean allowed(String text) {
        return text.length() <= LONGEST
                && SHAPE.matcher(text).matches()
                && !SIDE_BY_SIDE.matcher(text).find()
                && digits(text) <= DIGITS
                && Stream.of(text.split(" ", -1)).allMatch(part -> digits(part) <= DIGITS_OF_A_NUMBER);
    }

    private static long digits(String text) {
        return text.chars().filter(c -> c >= '0' && c <= '9').count();
    }

    /// An application's name as a message may hold it, without what no purpose may hold; empty where nothing is left.
    static String name(String name) {
        String plain = STRANGE.matcher(name).replaceAll(" ").strip();
        String text = plain.length() <= LONGEST_NAME
                ? plain
                : plain.substring(0, LONGEST_NAME).strip();
        return allowed(text) ? text : "";
    }
}
