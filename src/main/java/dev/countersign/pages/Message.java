package dev.countersign.pages;

import com.ibm.icu.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One message of one language, an ICU pattern with named arguments, parsed once.
sealed interface Message {

    /// The sentence with its arguments in place.
    String with(Map<String, Object> arguments);

    /// Reads a pattern. Most have plain names at most, and those need no parser of numbers and plurals.
    static Message of(String pattern, Locale language) {
        if (pattern.indexOf('{') < 0) {
            return new Fixed(pattern);
        }
        if (Named.PLAIN.matcher(pattern).matches()) {
            return new Named(pattern);
        }
        return new Full(new MessageFormat(pattern, language));
    }

    /// Words only.
    record Fixed(String text) implements Message {
        @Override
        public String with(Map<String, Object> arguments) {
            return text;
        }
    }

    /// Words, and arguments that are text already.
    record Named(String pattern) implements Message {
        private static final Pattern ARGUMENT = Pattern.compile("\\{(\\w+)}");
        private static final Pattern PLAIN = Pattern.compile("(?:[^{}']|\\{\\w+})*");

        @Override
        public String with(Map<String, Object> arguments) {
            return ARGUMENT.matcher(pattern)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            String.valueOf(arguments.getOrDefault(found.group(1), found.group()))));
        }
    }

    /// Plurals, choices and numbers.
    record Full(MessageFormat format) implements Message {
        @Override
        public String with(Map<String, Object> arguments) {
            // ICU keeps its number formats inside, and those are not safe for two threads at once.
            synchronized (format) {
                return format.format(arguments);
            }
        }
    }
}
