package dev.countersign.doors.letters;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.doors.letters.Samples.Sample;
import dev.countersign.pages.Languages;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailsTest {
    private static final Pattern GAP = Pattern.compile("\\{\\w*|\\bmail\\.[a-z]|\\btext\\.[a-z]|null|Optional|Apart");
    private static final Pattern REMOTE =
            Pattern.compile("<(?:img|link|script|iframe|table|form)|\\burl\\(|@import|background=");
    private static final Pattern CODE_SUBJECT = Pattern.compile("^⟧?481207 .*");

    static final List<String> LANGUAGES = Samples.LANGUAGES;

    static Stream<Sample> mails() {
        return Samples.LANGUAGES.stream()
                .flatMap(language -> Samples.mails(language).stream()
                        .map(sample -> new Sample(language + " " + sample.name(), sample.message())));
    }

    @ParameterizedTest
    @MethodSource("mails")
    void mailWhenWrittenThenIsWhole(Sample sample) {
        Letter letter = Samples.letter(sample.message());

        String html = html(letter);
        assertThat(letter.subject()).isNotBlank().doesNotContainPattern(GAP).doesNotContain("\n", "\r", "<");
        assertThat(letter.text()).doesNotContainPattern(GAP).doesNotContain("<", "&amp;", "\r");
        assertThat(html).doesNotContainPattern(REMOTE);
        String body = html.substring(html.indexOf("<body"));
        assertThat(body).doesNotContainPattern(GAP).contains("Linden &amp; Hart");
        String direction = sample.message().locale().equals(Languages.PSEUDO) ? "rtl" : "ltr";
        assertThat(html).contains(" dir=\"" + direction + "\">");
        assertThat(html).contains("<title>" + letter.subject().replace("&", "&amp;") + "</title>");
    }

    @ParameterizedTest
    @MethodSource("mails")
    void codeWhenInAMailThenIsInSubjectOfCodeMailsOnly(Sample sample) {
        Letter letter = Samples.letter(sample.message());

        boolean codeMail = sample.message().kind().word().endsWith("-code");
        assertThat(CODE_SUBJECT.matcher(letter.subject()).matches()).isEqualTo(codeMail);
        assertThat(letter.text().lines().anyMatch(Samples.CODE::equals)).isEqualTo(codeMail);
        assertThat(letter.subject()).doesNotContain("https:");
        if (codeMail) {
            assertThat(html(letter)).contains(">481</span>", ">207</span>");
        } else {
            assertThat(html(letter)).doesNotContain(Samples.CODE);
        }
    }

    @ParameterizedTest
    @MethodSource("mails")
    void linkWhenInAMailThenIsButtonAndWholeText(Sample sample) {
        Letter letter = Samples.letter(sample.message());

        boolean linked = switch (sample.message().kind()) {
            case ADDRESS_CODE,
                    ADDRESS_TAKEN,
                    PASSWORD_LINK,
                    RECOVERY_LINK,
                    SIGN_IN_LINK,
                    INVITATION,
                    REMINDER,
                    REPLACEMENT_REMINDER,
                    RESET_APPROVAL,
                    ACCOUNT_REACTIVATED,
                    SET_UP_DUE,
                    API_KEY_MADE,
                    VERIFY_KEY_MADE,
                    WEBHOOK_DISABLED -> true;
            case NOTICE -> !sample.name().endsWith("address-undone");
            case ACCOUNT_SUSPENDED,
                    ACCOUNT_ERASED,
                    ORGANISATION_DELETION,
                    ORGANISATION_KEPT,
                    ORGANISATION_ERASED,
                    ORGANISATION_TRANSFERRED,
                    MEMBER_REMOVED,
                    ROLE_CHANGED,
                    SIGNED_OUT,
                    DEVICES_FORGOTTEN,
                    NEW_ADDRESS_CODE,
                    SIGN_IN_CODE,
                    ENROLMENT_CODE,
                    PHONE_CODE,
                    REFERENCE_CODE,
                    CONTACT_CODE,
                    TEST -> false;
        };
        assertThat(letter.text().lines().filter(Samples.LINK::equals).count()).isEqualTo(linked ? 1 : 0);
        String escaped = Samples.LINK.replace("&", "&amp;");
        assertThat(html(letter).split(Pattern.quote(escaped), -1)).hasSize(linked ? 3 : 1);
        assertThat(html(letter).split("<a ", -1)).hasSize(linked ? 2 : 1);
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void noticeWhenWrittenThenSaysWhenWhereAndWhoAsks(String language) {
        Letter letter = Samples.letter(
                Samples.notice("n", "new-device", language, Map.of()).message());

        assertThat(letter.subject()).contains("Firefox on macOS");
        assertThat(letter.text())
                .contains("Firefox on macOS", "2001:db8:85a3:8d3::/64", "(Europe/Berlin)", "2026", "ada@example.com")
                .containsPattern("14:30|2:30");
        assertThat(html(letter)).contains("<bdi>2001:db8:85a3:8d3::/64</bdi>", "<bdi>Firefox on macOS</bdi>");
    }

    @ParameterizedTest
    @CsvSource({"en-GB, Nobody from Linden & Hart will ever ask", "es-ES, Nadie de Linden & Hart te pedirá nunca"})
    void codeMailWhenWrittenThenSaysHowLongAndThatNobodyAsks(String language, String nobody) {
        Message message = Samples.message(MessageKind.SIGN_IN_CODE, Map.of("code", Samples.CODE), language);

        assertThat(Samples.letter(message).text()).contains(nobody, "10 minut", "14:42 (Europe/Berlin)");
    }

    @Test
    void valuesWhenHostileThenAreShownHarmless() {
        Message hostile = Samples.with(
                Samples.notice("n", "new-device", "en-GB", Map.of()).message(), fields -> {
                    fields.put("browser", "<script>alert(1)</script>\u202Egnp.exe\r\nBcc: x@evil.com/http://evil.com");
                    fields.put("network", "\"><img src=x>\u2066");
                    return fields;
                });

        Letter letter = Samples.letter(hostile, "<b>Evil</b> \u202E{name}", "id.example.com");

        for (String part : List.of(letter.subject(), letter.text(), html(letter))) {
            assertThat(part).doesNotContain("\u202E", "\u2066", "\r", "evil.com", "http://evil");
        }
        assertThat(letter.subject()).doesNotContain("\n");
        assertThat(html(letter)).doesNotContain("<script", "<img", "<b>").contains("&lt;script&gt;", "&lt;b&gt;Evil");
    }

    @Test
    void valuesWhenFromRightToLeftThenStandApart() {
        Message message = Samples.message(MessageKind.PASSWORD_LINK, Map.of("link", Samples.LINK), "en-GB");

        Letter letter = Samples.letter(message, "אבג", "id.example.com");

        assertThat(letter.text()).contains("\u2068אבג\u2069");
        assertThat(html(letter)).contains("<bdi>אבג</bdi>");
    }

    @Test
    void eventsWhenSeveralThenTheGravestLeads() {
        Letter letter = Samples.letter(Samples.notice("n", "new-device, backup-code-used", "en-GB", Map.of("left", "2"))
                .message());

        assertThat(letter.subject()).isEqualTo("A backup code was used (2 left), and 1 more");
        assertThat(letter.text())
                .contains("2 things happened in your account at Linden & Hart")
                .contains("* Somebody signed in to Linden & Hart with one of your backup codes. You have 2 left.")
                .contains("* Somebody signed in to your account at Linden & Hart with a browser");
    }

    @Test
    void addressesWhenChangedThenAreMasked() {
        for (String from : List.of("ada@example.com", "a•••@example.com")) {
            Message undo = Samples.notice("n", "address-undo", "en-GB", Map.of("from", from))
                    .message();

            assertThat(Samples.letter(undo).text())
                    .contains("Old address: a•••@example.com", "New address: b•••@example.org", "Undo the change:")
                    .contains("29 November 2026")
                    .doesNotContain("byron");
        }
    }

    @Test
    void noticeWhenItHasNoLinkOrZoneOrLanguageThenStillSaysWhatToDo() {
        Message notice = Samples.with(
                Samples.notice("n", "sign-in-locked", "xx", Map.of()).message(), fields -> {
                    Map<String, String> few = new HashMap<>();
                    few.put("event", fields.get("events"));
                    return few;
                });

        Letter letter = Samples.letter(new Message(
                "m",
                null,
                notice.channel(),
                notice.to(),
                notice.kind(),
                notice.fields(),
                "xx",
                "Mars/Olympus",
                notice.expiresAt()));

        assertThat(letter.text())
                .contains("for a while", "change your password")
                .doesNotContain("https:");
        assertThat(html(letter)).doesNotContain("<a ");
    }

    @Test
    void messageWhenItsCodeIsMissingThenRefusedWithoutSayingMore() {
        Message message = Samples.message(MessageKind.SIGN_IN_CODE, Map.of("link", "secret"), "en");

        assertThatThrownBy(() -> Samples.letter(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sign-in-code m-1 has no field code");
    }

    private static String html(Letter letter) {
        return requireNonNull(letter.html());
    }
}
