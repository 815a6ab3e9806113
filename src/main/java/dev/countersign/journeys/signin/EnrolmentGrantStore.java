package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.EvidenceWords;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `enrolment_grant` table.
final class EnrolmentGrantStore {
    private final Db db;

    EnrolmentGrantStore(Db db) {
        this.db = db;
    }

    /// A grant as it is kept.
    record Row(
            String id,
            String accountId,
            long epoch,
            @Nullable String deviceId,
            List<Evidence> evidence,
            boolean remember,
            Instant expiresAt) {}

    void insert(Row row, String tokenHash, Instant now) {
        db.sql()
                .sql("""
                        insert into enrolment_grant (id, token_hash, account_id, epoch, device_id, evidence, remember, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(row.id(), tokenHash, row.accountId(), row.epoch())
                .param(row.deviceId())
                .params(
                        EvidenceWords.of(row.evidence()),
                        row.remember() ? 1 : 0,
                        now.toEpochMilli(),
                        row.expiresAt().toEpochMilli())
                .update();
    }

    Optional<Row> open(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        select id, account_id, epoch, device_id, evidence, remember, expires_at from enrolment_grant
                        where token_hash = ? and closed_at is null and expires_at > ?""")
                .params(tokenHash, now.toEpochMilli())
                .query((row, n) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        EvidenceWords.read(row.getString(5)),
                        row.getInt(6) == 1,
                        Instant.ofEpochMilli(row.getLong(7))))
                .optional();
    }

    boolean isOpen(String id, Instant now) {
        return db.sql()
                .sql("select 1 from enrolment_grant where id = ? and closed_at is null and expires_at > ?")
                .params(id, now.toEpochMilli())
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    /// The message that tells of wrong answers on the way to it, or empty.
    Optional<String> notice(String id) {
        return db.sql()
                .sql("select notice_id from enrolment_grant where id = ? and notice_id is not null")
                .param(id)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    void keepNotice(String id, String messageId) {
        db.sql()
                .sql("update enrolment_grant set notice_id = ? where id = ?")
                .params(messageId, id)
                .update();
    }

    boolean close(String id, Instant now) {
        return db.sql()
                        .sql(
                                "update enrolment_grant set closed_at = ? where id = ? and closed_at is null and expires_at > ?")
                        .params(now.toEpochMilli(), id, now.toEpochMilli())
                        .update()
                == 1;
    }
}
