package dev.countersign.journeys.reference;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.factor.Holders;
import dev.countersign.factors.outofband.MailboxFactors;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.outofband.TextCodes;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.verifyapp.VerifyApps;
import java.util.Set;

/// The rooms that references go through: those of accounts, over tables of their own.
///
/// @param home the ISO 3166 code of the country that a number without `+` is dialled in
/// @param countries those that texts are sent to; empty for all
public record ReferenceRooms(
        SignInRooms ground,
        VerifyApps apps,
        Factors factors,
        TotpFactors totp,
        BackupCodes backupCodes,
        PhoneFactors phones,
        MailboxFactors mailboxes,
        SentCodes codes,
        TextCodes texts,
        String home,
        Set<String> countries) {
    public ReferenceRooms {
        countries = Set.copyOf(countries);
    }

    /// Those rooms.
    public static ReferenceRooms on(SignInRooms rooms, SlowHashes hashes) {
        Factors factors = new Factors(rooms.db(), Holders.REFERENCES);
        SentCodes codes = new SentCodes(rooms.db(), rooms.box(), rooms.tokens(), Holders.REFERENCES);
        return new ReferenceRooms(
                rooms,
                new VerifyApps(rooms.db(), rooms.tokens()),
                factors,
                new TotpFactors(rooms.db(), rooms.box(), rooms.tokens(), factors),
                new BackupCodes(rooms.db(), rooms.box(), rooms.tokens(), hashes, Holders.REFERENCES),
                new PhoneFactors(rooms.db(), rooms.box(), factors),
                new MailboxFactors(rooms.db(), rooms.box(), factors),
                codes,
                new TextCodes(rooms.db(), codes, rooms.phones().limits()),
                rooms.phones().home(),
                rooms.phones().countries());
    }
}
