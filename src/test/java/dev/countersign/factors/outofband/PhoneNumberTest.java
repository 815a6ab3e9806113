package dev.countersign.factors.outofband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.countersign.factors.outofband.PhoneNumber.Parsed;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    static Stream<String> regions() {
        return LIBRARY.getSupportedRegions().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void mobileExampleWhenWrittenInAnyWayThenIsTheSameGoodNumber(String region) {
        Phonenumber.PhoneNumber example = LIBRARY.getExampleNumberForType(region, PhoneNumberType.MOBILE);
        if (example == null) {
            assertThat(PhoneNumber.example(region)).isEqualTo(PhoneNumber.example("US"));
            return;
        }
        String e164 = LIBRARY.format(example, PhoneNumberFormat.E164);
        PhoneNumber.Example shown = PhoneNumber.example(region);
        assertThat(shown.e164()).isEqualTo(e164);
        String fullWidth = e164.chars()
                .mapToObj(c -> Character.toString(c == '+' ? '＋' : c - '0' + '０'))
                .reduce("", String::concat);

        for (String typed : List.of(
                e164,
                shown.spaced(),
                shown.national(),
                " " + shown.spaced().replace(' ', '-') + " ",
                shown.spaced().replace(' ', '\u00a0'),
                "\u202a" + shown.spaced() + "\u202c",
                "+(" + e164.substring(1, 5) + ") " + e164.substring(5),
                fullWidth)) {
            Parsed parsed = PhoneNumber.parse(typed, region, Set.of());
            assertThat(parsed).as(typed).isInstanceOf(Parsed.Good.class);
            PhoneNumber number = ((Parsed.Good) parsed).number();
            assertThat(number.e164()).as(typed).isEqualTo(e164);
            assertThat(LIBRARY.isValidNumberForRegion(example, number.country()))
                    .isTrue();
            assertThat(PhoneNumber.parse(typed, region, Set.of(region))).isEqualTo(parsed);
            assertThat(number.masked())
                    .isEqualTo("+" + example.getCountryCode() + " ••• ••••" + e164.substring(e164.length() - 2));
        }
    }

    @ParameterizedTest
    @MethodSource("regions")
    void landlineExampleWhenOnlyALandlineThenIsRefused(String region) {
        Phonenumber.PhoneNumber example = LIBRARY.getExampleNumberForType(region, PhoneNumberType.FIXED_LINE);
        PhoneNumberType type = example == null ? PhoneNumberType.UNKNOWN : LIBRARY.getNumberType(example);
        if (example != null && type == PhoneNumberType.FIXED_LINE) {
            assertThat(PhoneNumber.parse(LIBRARY.format(example, PhoneNumberFormat.E164), region, Set.of()))
                    .isEqualTo(new Parsed.NotMobile(PhoneNumber.example(region)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+49 (0)151 23456742, US, +4915123456742",
        "0151/234567-42, DE, +4915123456742",
        "00 49 151 23456742, DE, +4915123456742",
        "(201) 555-0123, US, +12015550123",
        "(+1) 201.555.0123, '', +12015550123",
        "+٤٩ ١٥١ ٢٣٤٥٦٧٤٢, '', +4915123456742",
        "+49–151—23456742, '', +4915123456742",
        "+39 312 345 6789, de, +393123456789"
    })
    void numberWhenTypedAsPeopleDoThenIsRead(String typed, String region, String e164) {
        assertThat(PhoneNumber.parse(typed, region, Set.of()))
                .isInstanceOfSatisfying(
                        Parsed.Good.class,
                        good -> assertThat(good.number().e164()).isEqualTo(e164));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "++4915123456742",
                "+49+15123456742",
                "+4915123456742 ext. 5",
                "+4915123456742;ext=5",
                "+4915123456742x5",
                "tel:+4915123456742",
                "tel:15123456742;phone-context=+49",
                "call +4915123456742",
                "+1 800 FLOWERS",
                "+4915123456742\r\nRCPT TO:<a@example.org>",
                "+4915123456742\n+12015550123",
                "+4915123456742\u0000",
                "+4915123456742\t",
                "+4915123456742,+12015550123",
                "+4915123456742&to=1",
                "+49151'; drop table phone --",
                "<b>+4915123456742</b>",
                "+49151234567421234",
                "+49",
                "+000000000000",
                "+99915123456742",
                "15123456742",
                "+111111111111111111111111111111111111111111111111111111111111111111111"
            })
    void textWhenNoNumberThenIsRefusedWithAnExample(String typed) {
        assertThat(PhoneNumber.parse(typed, "", Set.of())).isEqualTo(new Parsed.NotANumber(PhoneNumber.example("US")));
    }

    @Test
    void numberWhenOfABarredCountryThenIsToldSo() {
        assertThat(PhoneNumber.parse("+4915123456742", "US", Set.of("US", "CA")))
                .isEqualTo(new Parsed.CountryBarred("DE"));
        // The countries of +1 are told apart.
        assertThat(PhoneNumber.parse("+18764567890", "US", Set.of("US"))).isEqualTo(new Parsed.CountryBarred("JM"));
        assertThat(PhoneNumber.parse("+12015550123", "US", Set.of("US"))).isInstanceOf(Parsed.Good.class);
    }

    @Test
    void numberWhenFreeOfChargeOrPremiumOrAPagerThenIsRefused() {
        for (String number : List.of("+18002345678", "+19002345678", "+493012345678", "+441642123456")) {
            assertThat(PhoneNumber.parse(number, "DE", Set.of()))
                    .as(number)
                    .isEqualTo(new Parsed.NotMobile(PhoneNumber.example("DE")));
        }
    }

    @Test
    void numberWhenOfASatelliteThenBelongsToNoCountryAndIsBarredWhereCountriesAre() {
        Phonenumber.PhoneNumber satellite = LIBRARY.getExampleNumberForNonGeoEntity(881);
        String e164 = LIBRARY.format(satellite, PhoneNumberFormat.E164);

        assertThat(PhoneNumber.parse(e164, "DE", Set.of())).isEqualTo(new Parsed.Good(new PhoneNumber(e164, "001")));
        assertThat(PhoneNumber.parse(e164, "DE", Set.of("DE", "US"))).isEqualTo(new Parsed.CountryBarred("001"));
    }

    /// Whatever is typed: an outcome, never an exception, and what is good is good in its own form.
    @Test
    void textWhenMadeAtRandomThenIsReadOrRefused() {
        SplittableRandom random = new SplittableRandom(20_260_105);
        String letters = "+0123456789 ()-./\u202a\u200f\uff11\u0664\t\n;x*#'<\ud83d\ude00\ud800";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder typed = new StringBuilder(random.nextBoolean() ? "+" : "");
            int length = random.nextInt(70);
            // Mostly digits and separators, or nearly nothing would be a number.
            int most = random.nextInt(4) == 0 ? letters.length() : 16;
            for (int k = 0; k < length; k++) {
                typed.append(letters.charAt(random.nextInt(most)));
            }
            if (PhoneNumber.parse(typed.toString(), "GB", Set.of()) instanceof Parsed.Good good) {
                assertThat(PhoneNumber.parse(
                                good.number().e164(), "", Set.of(good.number().country())))
                        .isEqualTo(good);
            }
        }
    }

    @Test
    void exampleWhenOfACountryThenIsWrittenAsItsPeopleDo() {
        assertThat(PhoneNumber.example("de"))
                .isEqualTo(new PhoneNumber.Example("+4915123456789", "+49 1512 3456789", "01512 3456789"));
        assertThat(PhoneNumber.example("ZZ")).isEqualTo(PhoneNumber.example("US"));
    }

    @Test
    void numberWhenPrintedThenIsMasked() {
        PhoneNumber number = new PhoneNumber("+4915123456742", "DE");

        assertThat(number.toString()).isEqualTo("PhoneNumber[+49 ••• ••••42]");
        assertThat(number.lastTwo()).isEqualTo("42");
    }

    @Test
    void numberWhenMadeOfAnythingElseThenIsRefusedWithoutNamingIt() {
        for (String text : List.of("4915123456742", "+0015123", "+49 151", "+49151\n", "+1234567890123456")) {
            assertThatThrownBy(() -> new PhoneNumber(text, "DE"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("151");
        }
    }
}
