package dev.countersign.journeys.reference;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.factor.Holders;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.verifyapp.VerifyApps;

/// The rooms that references go through: those of accounts, over tables of their own.
public record ReferenceRooms(
        SignInRooms ground, VerifyApps apps, Factors factors, TotpFactors totp, BackupCodes backupCodes) {

    /// Those rooms.
    public static ReferenceRooms on(SignInRooms rooms, SlowHashes hashes) {
        Factors factors = new Factors(rooms.db(), Holders.REFERENCES);
        return new ReferenceRooms(
                rooms,
                new VerifyApps(rooms.db(), rooms.tokens()),
                factors,
                new TotpFactors(rooms.db(), rooms.box(), rooms.tokens(), factors),
                new BackupCodes(rooms.db(), rooms.box(), rooms.tokens(), hashes, Holders.REFERENCES));
    }
}
