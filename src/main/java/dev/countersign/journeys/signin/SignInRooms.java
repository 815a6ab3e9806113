package dev.countersign.journeys.signin;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.factors.password.Passwords;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.throttle.Throttle;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.PendingAccounts;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.session.Sessions;
import java.time.InstantSource;

/// The rooms below that the journeys go through, as one list, and the notices that all of them cause.
public record SignInRooms(
        Db db,
        InstantSource clock,
        Tokens tokens,
        SecretBox box,
        AuditTrail audit,
        Throttle throttle,
        Accounts accounts,
        Organisations organisations,
        Policies policies,
        Factors factors,
        Passwords passwords,
        TotpFactors totp,
        BackupCodes backupCodes,
        HandOverCodes handOverCodes,
        Devices devices,
        Sessions sessions,
        PendingAccounts pendingAccounts,
        Outbox outbox,
        PhoneRooms phones,
        Notices notices,
        Passkeys passkeys) {}
