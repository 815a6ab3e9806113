package dev.countersign.people.brand;

import dev.countersign.people.organisation.SupportContact;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A support contact as somebody typed it. What is not blank has to be an address, a number or a link that can be
/// shown as it is and does nothing but what it says.
public record ContactFields(String email, String phone, String link) {
    /// One of the three.
    public enum Field {
        /// An email address.
        EMAIL,
        /// A phone number.
        PHONE,
        /// A web page.
        LINK;

        /// `email`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LONGEST = 200;

    // Nothing that a mailto link reads as more than an address (RFC 6068 §2).
    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._+'-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()./-]*");
    private static final int LEAST_DIGITS = 3;
    private static final int MOST_DIGITS = 15;

    // A host of another script could look like one that people know; in the form that travels it does not.
    private static final Pattern LINK_HOST = Pattern.compile("(?i)[a-z0-9-]+(\\.[a-z0-9-]+)*\\.?");

    /// What is wrong with which; empty when all is well.
    public Map<Field, String> faults() {
        Map<Field, String> faults = new EnumMap<>(Field.class);
        check(faults, Field.EMAIL, email, ContactFields::mail);
        check(faults, Field.PHONE, phone, ContactFields::number);
        check(faults, Field.LINK, link, ContactFields::page);
        return faults;
    }

    private static void check(
            Map<Field, String> faults, Field field, String typed, Function<String, Optional<String>> read) {
        if (!typed.isBlank() && read.apply(typed.strip()).isEmpty()) {
            faults.put(field, "not-" + field.word());
        }
    }

    /// The contact; what is blank or wrong is left out.
    public SupportContact contact() {
        return new SupportContact(
                value(email, ContactFields::mail),
                value(phone, ContactFields::number),
                value(link, ContactFields::page));
    }

    private static @Nullable String value(String typed, Function<String, Optional<String>> read) {
        return read.apply(typed.strip()).orElse(null);
    }

    private static Optional<String> mail(String text) {
        return Optional.of(text)
                .filter(it -> it.length() <= LONGEST && MAIL.matcher(it).matches());
    }

    private static Optional<String> number(String text) {
        long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
        return Optional.of(text)
                .filter(it -> it.length() <= LONGEST && PHONE.matcher(it).matches())
                .filter(_ -> digits >= LEAST_DIGITS && digits <= MOST_DIGITS);
    }

    private static Optional<String> page(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            boolean good = text.length() <= LONGEST
                    && "https".equalsIgnoreCase(uri.getScheme())
                    && host != null
                    && LINK_HOST.matcher(host).matches()
                    && uri.getRawUserInfo() == null
                    && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
            return good ? Optional.of(text) : Optional.empty();
        } catch (URISyntaxException noLink) {
            return Optional.empty();
        }
    }
}
