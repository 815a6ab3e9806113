package dev.countersign.factors.backupcode;

import dev.countersign.factors.factor.Holders;
import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.SlowHashes.Lane;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Backup codes: ten characters of an alphabet of 30 that cannot be mistaken for each other. The first two say
/// which code it is, so that checking a guess costs one password hash; the other eight (39 bits) are the secret,
/// kept as an Argon2id hash with its own salt.
public final class BackupCodes {
    /// Digits and letters without 0, 1, I, L, O and U.
    static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    static final int LENGTH = 10;
    static final int INDEX_LENGTH = 2;

    /// How long new codes can be seen by the session that had them made.
    public static final Duration SHOWN = Duration.ofMinutes(15);

    private static final int GROUP = 5;

    private final Db db;
    private final SecretBox box;
    private final Tokens tokens;
    private final SlowHashes hashes;
    private final Holders holders;
    private final BackupCodeStore store;

    /// The codes of accounts.
    public BackupCodes(Db db, SecretBox box, Tokens tokens, SlowHashes hashes) {
        this(db, box, tokens, hashes, Holders.ACCOUNTS);
    }

    /// The codes of those holders. Only accounts, which have sessions, see theirs again.
    public BackupCodes(Db db, SecretBox box, Tokens tokens, SlowHashes hashes, Holders holders) {
        this.db = db;
        this.box = box;
        this.tokens = tokens;
        this.hashes = hashes;
        this.holders = holders;
        this.store = new BackupCodeStore(db, holders);
    }

    /// A set that is made but not kept: the codes as they are shown, and their hashes.
    public static final class NewSet {
        private final List<String> codes;
        private final List<String> hashes;

        private NewSet(List<String> codes, List<String> hashes) {
            this.codes = List.copyOf(codes);
            this.hashes = List.copyOf(hashes);
        }

        /// The codes in order, `7KQ4M-X9PDR`.
        public List<String> codes() {
            return codes;
        }
    }

    /// A code that may be the typed one; whether it is takes a password hash to say. `number` is its place in the
    /// set, from 1.
    public record Candidate(
            String index, int number, @Nullable String hash) {}

    /// How many are left, of how many, and when they were made (null where there are none).
    public record Standing(int left, int of, @Nullable Instant madeAt) {}

    /// Codes that their session may still see.
    public record Shown(List<String> codes, Instant madeAt) {}

    /// Makes a set of that size. Slow: one hash a code.
    public NewSet make(int size) {
        List<String> indexes = new ArrayList<>();
        while (indexes.size() < size) {
            String index = tokens.characters(INDEX_LENGTH, ALPHABET);
            if (!indexes.contains(index)) {
                indexes.add(index);
            }
        }
        List<String> secrets = indexes.stream()
                .map(i -> tokens.characters(LENGTH - INDEX_LENGTH, ALPHABET))
                .toList();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String code = indexes.get(i) + secrets.get(i);
            codes.add(code.substring(0, GROUP) + "-" + code.substring(GROUP));
        }
        return new NewSet(codes, hashes.hashAll(secrets, Lane.KNOWN));
    }

    /// Keeps a set in the place of the one before, and lets that session see it for a while.
    public void put(String accountId, NewSet set, String sessionId, Instant now) {
        byte[] sealed =
                box.seal(shownPlace(accountId), String.join("\n", set.codes).getBytes(StandardCharsets.UTF_8));
        db.inTransaction(() -> {
            keep(accountId, set, now);
            store.hide(accountId);
            if (!set.codes.isEmpty()) {
                store.show(accountId, sessionId, sealed, now.plus(SHOWN), now);
            }
        });
    }

    /// Keeps a set in the place of the one before; nobody sees it again.
    public void put(String holderId, NewSet set, Instant now) {
        db.inTransaction(() -> keep(holderId, set, now));
    }

    private void keep(String holderId, NewSet set, Instant now) {
        store.deleteAll(holderId);
        for (int i = 0; i < set.codes.size(); i++) {
            String index = set.codes.get(i).substring(0, INDEX_LENGTH);
            store.insert(holderId, new BackupCodeStore.Row(index, i + 1, set.hashes.get(i)), now);
        }
    }

    /// The code that the typed one may be, used or not; where there is none, a candidate that nothing matches.
    public Candidate candidate(String accountId, TypedBackupCode typed) {
        return db.read(() -> store.any(accountId, typed.index()))
                .map(row -> new Candidate(row.index(), row.number(), row.hash()))
                .orElseGet(() -> new Candidate(typed.index(), 0, null));
    }

    /// Whether the typed code is the candidate. Slow, and as slow where there is nothing to match.
    public boolean matches(Candidate candidate, TypedBackupCode typed) {
        @Nullable String hash = candidate.hash();
        boolean matches = hashes.matches(hash == null ? hashes.decoy() : hash, typed.secret(), Lane.KNOWN);
        return matches && hash != null;
    }

    /// Uses the candidate up by one conditional write; false when it was used, or is of an older set.
    public boolean spend(String accountId, Candidate candidate, Instant now) {
        @Nullable String hash = candidate.hash();
        return hash != null && db.inTransaction(() -> store.spend(accountId, candidate.index(), hash, now));
    }

    /// How many are left.
    public Standing standing(String accountId) {
        BackupCodeStore.Count count = db.read(() -> store.count(accountId));
        return new Standing(count.left(), count.of(), count.madeAt());
    }

    /// The codes that this session may still see.
    public Optional<Shown> shown(String accountId, String sessionId, Instant now) {
        return db.read(() -> store.shown(accountId, sessionId, now)).map(row -> {
            String codes =
                    new String(box.open(shownPlace(accountId), row.sealed().copy()), StandardCharsets.UTF_8);
            return new Shown(codes.lines().toList(), row.madeAt());
        });
    }

    /// Ends that.
    public void hide(String accountId) {
        db.inTransaction(() -> store.hide(accountId));
    }

    /// Removes all of the holder's.
    public void removeAll(String accountId) {
        db.inTransaction(() -> {
            store.deleteAll(accountId);
            if (holders == Holders.ACCOUNTS) {
                store.hide(accountId);
            }
        });
    }

    private static Place shownPlace(String accountId) {
        return new Place("backup_code_shown", "codes", accountId);
    }
}
