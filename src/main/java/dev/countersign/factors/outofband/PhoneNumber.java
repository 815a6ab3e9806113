package dev.countersign.factors.outofband;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A telephone number that texts can be sent to. It prints masked.
///
/// @param e164 as ITU-T E.164 has it: `+`, country calling code, number; 15 digits at most
/// @param country the ISO 3166 code of the country it belongs to, the largest where several share its numbers, or
///     `001` where it belongs to none (satellites)
public record PhoneNumber(String e164, String country) {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{3,14}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}|001");
    private static final int LONGEST = 64;
    private static final int SHOWN = 2;

    /// Whose example stands in where a country has none.
    private static final String FALLBACK = "US";

    public PhoneNumber {
        if (!E164.matcher(e164).matches() || !COUNTRY.matcher(country).matches()) {
            throw new IllegalArgumentException("Not a number in E.164 form with its country");
        }
    }

    /// What a text is, read as a telephone number.
    public sealed interface Parsed {
        /// A number that texts can be sent to.
        record Good(PhoneNumber number) implements Parsed {}

        /// Not a number that exists.
        record NotANumber(Example example) implements Parsed {}

        /// A landline, or another kind that gets no texts.
        record NotMobile(Example example) implements Parsed {}

        /// A number of a country that no texts are sent to.
        record CountryBarred(String country) implements Parsed {}
    }

    /// A mobile number that is valid in a country and made to be shown: in E.164 form, with its digits grouped as
    /// the country does (`+49 1512 3456789`), and as it is dialled within it.
    public record Example(String e164, String spaced, String national) {}

    /// Reads what a person typed. Spaces, dashes, dots, slashes, brackets and digits of any script are understood;
    /// letters, extensions and control characters are not.
    ///
    /// @param region the ISO 3166 code of the country that a number without `+` is dialled in, or "" for none
    /// @param allowed the countries that texts are sent to; empty for all
    public static Parsed parse(String typed, String region, Set<String> allowed) {
        String home = region.toUpperCase(Locale.ROOT);
        Optional<Phonenumber.PhoneNumber> read = plain(typed).flatMap(text -> read(text, home));
        if (read.isEmpty()) {
            return new Parsed.NotANumber(example(home));
        }
        String country = NUMBERS.getRegionCodeForNumber(read.get());
        // libphonenumber says UNKNOWN for exactly the numbers that are not valid: those fit no pattern of their
        // country. They are refused, for what does not exist cannot be texted; a range that a country opened
        // yesterday has to wait for the library's next version.
        PhoneNumberType type = country == null ? PhoneNumberType.UNKNOWN : NUMBERS.getNumberType(read.get());
        String e164 = NUMBERS.format(read.get(), PhoneNumberFormat.E164);
        if (country == null
                || type == PhoneNumberType.UNKNOWN
                || !E164.matcher(e164).matches()) {
            return new Parsed.NotANumber(example(home));
        }
        if (!allowed.isEmpty() && !isOf(read.get(), country, allowed)) {
            return new Parsed.CountryBarred(country);
        }
        return type == PhoneNumberType.MOBILE || type == PhoneNumberType.FIXED_LINE_OR_MOBILE
                ? new Parsed.Good(new PhoneNumber(e164, country))
                : new Parsed.NotMobile(example(home));
    }

    /// Countries may share their numbers (Guernsey has some of the British ones): then the number is as good as of
    /// each of them.
    private static boolean isOf(Phonenumber.PhoneNumber number, String country, Set<String> allowed) {
        return allowed.contains(country)
                || allowed.stream().anyMatch(each -> NUMBERS.isValidNumberForRegion(number, each));
    }

    /// An example of that country, or of the United States where it has none.
    public static Example example(String region) {
        String country = region.toUpperCase(Locale.ROOT);
        Phonenumber.@Nullable PhoneNumber number = NUMBERS.getSupportedRegions().contains(country)
                ? NUMBERS.getExampleNumberForType(country, PhoneNumberType.MOBILE)
                : null;
        if (number == null) {
            return example(FALLBACK);
        }
        return new Example(
                NUMBERS.format(number, PhoneNumberFormat.E164),
                NUMBERS.format(number, PhoneNumberFormat.INTERNATIONAL),
                NUMBERS.format(number, PhoneNumberFormat.NATIONAL));
    }

    /// `+49 ••• ••••42`: the country calling code and the last two digits, whatever the length.
    public String masked() {
        return "+" + callingCode() + " ••• ••••" + lastTwo();
    }

    /// The last two digits, for those who hear the page.
    public String lastTwo() {
        return e164.substring(e164.length() - SHOWN);
    }

    @Override
    public String toString() {
        return "PhoneNumber[" + masked() + "]";
    }

    private int callingCode() {
        return read(e164, "")
                .map(Phonenumber.PhoneNumber::getCountryCode)
                .orElseThrow(() -> new IllegalStateException("a number that was read before is none now"));
    }

    private static Optional<Phonenumber.PhoneNumber> read(String text, String region) {
        try {
            return Optional.of(NUMBERS.parse(text, region));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /// The text with ASCII digits, and nothing but digits, a plus and separators. The library itself would find a
    /// number inside of a sentence, spell out letters and read parameters of a `tel:` address.
    private static Optional<String> plain(String typed) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        StringBuilder plain = new StringBuilder();
        for (int c : typed.codePoints().toArray()) {
            int digit = Character.digit(c, 10);
            if (digit >= 0) {
                plain.append(digit);
            } else if (c == '+' || c == 0xff0b) {
                plain.append('+');
            } else if (separates(c)) {
                plain.append(' ');
            } else if (Character.getType(c) != Character.FORMAT) {
                // Format characters come along when a number is copied from an address book.
                return Optional.empty();
            }
        }
        String text = plain.toString().strip();
        return text.indexOf('+', 1) < 0 ? Optional.of(text) : Optional.empty();
    }

    private static boolean separates(int c) {
        return Character.isSpaceChar(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || "()[]./（）［］．／−".indexOf(c) >= 0;
    }
}
