package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.outofband.TextCodes;
import dev.countersign.factors.outofband.TextLimits;
import dev.countersign.factors.outofband.TextQuota;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.util.Set;

/// The rooms of the phone factor: numbers, codes, and the limits on texts.
///
/// @param home the ISO 3166 code of the country that a number without `+` is dialled in
/// @param countries those that texts are sent to; empty for all
public record PhoneRooms(
        PhoneFactors numbers, SentCodes codes, TextCodes texts, TextLimits limits, String home, Set<String> countries) {
    public PhoneRooms {
        countries = Set.copyOf(countries);
    }

    /// How texts are sent here.
    public record Texting(TextQuota quota, String home, Set<String> countries) {
        public Texting {
            countries = Set.copyOf(countries);
        }

        /// What holds where the settings say nothing.
        public static Texting defaults() {
            return new Texting(TextQuota.defaults(), "US", Set.of());
        }
    }

    /// All of them over one database.
    public static PhoneRooms on(Db db, SecretBox box, Tokens tokens, Factors factors, Texting texting) {
        SentCodes codes = new SentCodes(db, box, tokens);
        TextLimits limits = new TextLimits(db, box, tokens, texting.quota());
        return new PhoneRooms(
                new PhoneFactors(db, box, factors),
                codes,
                new TextCodes(db, codes, limits),
                limits,
                texting.home(),
                texting.countries());
    }
}
