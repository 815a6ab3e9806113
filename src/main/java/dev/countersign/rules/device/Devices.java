package dev.countersign.rules.device;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All devices, each known by a random secret of which only hashes are kept.
///
/// A sign-in that used a secret gives the device the next one. The one before stays good until its successor is
/// first presented, and 60 s more, so that an answer lost on the way or a second tab does no harm. A secret older
/// than that comes from a copy.
public final class Devices {

    /// How long the secret before stays good once its successor was presented.
    public static final Duration OVERLAP = Duration.ofSeconds(60);

    /// How many old secrets of a device are known again as copies.
    private static final long REMEMBERED_SECRETS = 50;

    private final Db db;
    private final Tokens tokens;
    private final DeviceStore store;

    public Devices(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new DeviceStore(db);
    }

    /// What a presented secret says.
    public sealed interface Recognition {
        /// A device, with the next secret for it to keep.
        record Known(String deviceId, Token next) implements Recognition {}

        /// An old secret came back. The device is gone; these accounts were known on it.
        record Copied(String deviceId, List<String> accountIds) implements Recognition {}

        /// No device of ours.
        record Unknown() implements Recognition {}
    }

    /// A device with the secret it was just given.
    public record Registered(String deviceId, Token secret) {}

    /// The caps and the time that policy sets.
    public record Caps(Duration length, int perAccount, int perDevice) {}

    /// A new device.
    public Registered register(String browser, Instant now) {
        return db.inTransaction(() -> {
            String id = tokens.newId(now);
            Token secret = tokens.newToken(Token.Kind.DEVICE);
            store.insert(id, browser, now);
            store.addSecret(id, secret.hash(), now);
            return new Registered(id, secret);
        });
    }

    /// Recognises a device by its secret, after the right password, and gives it the next secret. A copied device
    /// is forgotten.
    public Recognition recognise(@Nullable String token, String browser, Instant now) {
        if (token == null) {
            return new Recognition.Unknown();
        }
        return db.inTransaction(() -> {
            Optional<DeviceStore.Secret> found = store.secret(Token.hash(token));
            if (found.isEmpty()) {
                return new Recognition.Unknown();
            }
            DeviceStore.Secret secret = found.get();
            store.touch(secret.deviceId(), browser, now);
            if (!secret.good(now)) {
                List<String> accounts = store.accountsOf(secret.deviceId());
                store.delete(secret.deviceId());
                return new Recognition.Copied(secret.deviceId(), accounts);
            }
            present(token, secret, now);
            Token next = tokens.newToken(Token.Kind.DEVICE);
            store.addSecret(secret.deviceId(), next.hash(), now);
            store.dropSecretsBefore(secret.deviceId(), secret.sequence() - REMEMBERED_SECRETS);
            return new Recognition.Known(secret.deviceId(), next);
        });
    }

    /// Whether that secret is the device's, now; it counts as presented.
    public boolean holds(@Nullable String token, String deviceId, Instant now) {
        if (token == null) {
            return false;
        }
        return db.inTransaction(() -> {
            Optional<DeviceStore.Secret> secret = store.secret(Token.hash(token));
            if (secret.isEmpty()
                    || !secret.get().deviceId().equals(deviceId)
                    || !secret.get().good(now)) {
                return false;
            }
            present(token, secret.get(), now);
            return true;
        });
    }

    /// Whether that secret is the device's, without a trace: for showing a page.
    public boolean matches(@Nullable String token, String deviceId, Instant now) {
        return token != null
                && db.read(() -> store.secret(Token.hash(token))
                        .filter(s -> s.deviceId().equals(deviceId) && s.good(now))
                        .isPresent());
    }

    /// The device with that secret, if the account was signed in to on it before.
    public Optional<String> knownTo(@Nullable String token, String accountId, Instant now) {
        if (token == null) {
            return Optional.empty();
        }
        return db.read(() -> store.secret(Token.hash(token))
                .filter(s -> s.good(now) && store.isSeen(accountId, s.deviceId()))
                .map(DeviceStore.Secret::deviceId));
    }

    /// The account that remembers that device, the one last used where several do.
    public Optional<String> rememberedFor(@Nullable String token, Instant now) {
        if (token == null) {
            return Optional.empty();
        }
        return db.read(() -> store.secret(Token.hash(token))
                .filter(s -> s.good(now))
                .flatMap(s ->
                        store.rememberingAccounts(s.deviceId(), now).stream().findFirst()));
    }

    /// Whether the account was signed in to on that device before.
    public boolean known(String accountId, String deviceId) {
        return db.read(() -> store.isSeen(accountId, deviceId));
    }

    /// The same of the time before that moment.
    public boolean knownBefore(String accountId, String deviceId, Instant moment) {
        return db.read(() -> store.isSeenBefore(accountId, deviceId, moment));
    }

    /// Notes a complete sign-in; false when it is the account's first on this device.
    public boolean seen(String accountId, String deviceId, Origin origin, Instant now) {
        return db.inTransaction(() -> store.seen(accountId, deviceId, origin, now));
    }

    /// Whether the device skips the second step for the account.
    public boolean remembered(String accountId, long epoch, String deviceId, Instant now) {
        return db.read(() -> store.isRemembered(accountId, deviceId, epoch, now));
    }

    /// An account and a device that no other transaction remembers, or counts towards a cap, until this one ends.
    public record Held(String accountId, String deviceId) {}

    /// Holds a pair, before anything of it is written: sign-ins of one account, and those on one device, then
    /// follow one another from here to the end of their transactions, so that each sees what the others remembered.
    public Held hold(String accountId, String deviceId) {
        return db.inTransaction(() -> {
            db.lock("device-caps-account:" + accountId);
            db.lock("device-caps-device:" + deviceId);
            return new Held(accountId, deviceId);
        });
    }

    /// Remembers a device that the account was [seen][#seen] on, and forgets the least recently used ones above the
    /// caps: these are returned, for either side.
    public List<Forgotten> remember(Held held, long epoch, Caps caps, Instant now) {
        String accountId = held.accountId();
        String deviceId = held.deviceId();
        return db.inTransaction(() -> {
            store.remember(accountId, deviceId, epoch, now.plus(caps.length()), now);
            List<Forgotten> forgotten = new ArrayList<>();
            store.remembered(accountId, now).stream()
                    .filter(d -> !d.id().equals(deviceId))
                    .skip(caps.perAccount() - 1L)
                    .forEach(d -> forgotten.add(new Forgotten(accountId, d.id())));
            store.rememberingAccounts(deviceId, now).stream()
                    .filter(other -> !other.equals(accountId))
                    .skip(caps.perDevice() - 1L)
                    .forEach(other -> forgotten.add(new Forgotten(other, deviceId)));
            forgotten.forEach(each -> store.forget(each.accountId(), each.deviceId()));
            return List.copyOf(forgotten);
        });
    }

    /// A pair that is remembered no longer.
    public record Forgotten(String accountId, String deviceId) {}

    /// The account's remembered devices, the newest use first.
    public List<RememberedDevice> list(String accountId, Instant now) {
        return db.read(() -> store.remembered(accountId, now));
    }

    /// Forgets one; false when it is not remembered.
    public boolean forget(String accountId, String deviceId) {
        return db.inTransaction(() -> store.forget(accountId, deviceId));
    }

    /// Forgets all of these accounts', a few hundred at most.
    public void forgetAll(List<String> accountIds) {
        if (!accountIds.isEmpty()) {
            db.inTransaction(() -> store.forgetAll(accountIds));
        }
    }

    /// Forgets all of the account's, and says how many.
    public int forgetAll(String accountId) {
        return db.inTransaction(() -> store.forgetAll(accountId));
    }

    private void present(String token, DeviceStore.Secret secret, Instant now) {
        if (!secret.presented() && store.present(Token.hash(token), now)) {
            store.retireBefore(secret.deviceId(), secret.sequence(), now.plus(OVERLAP));
        }
    }
}
