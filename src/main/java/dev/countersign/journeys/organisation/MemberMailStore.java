package dev.countersign.journeys.organisation;

import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.MessageKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `member_mail`.
final class MemberMailStore {
    private final Db db;

    MemberMailStore(Db db) {
        this.db = db;
    }

    /// Mails that wait to be written.
    ///
    /// @param toldTo the account up to which they are, "" for none
    record Row(
            String organisationId,
            MessageKind kind,
            @Nullable Instant until,
            String toldTo) {}

    void insert(String id, String organisationId, MessageKind kind, @Nullable Instant until) {
        db.sql()
                .sql("insert into member_mail (id, organisation_id, kind, at, told_to) values (?, ?, ?, ?, '')")
                .param(id)
                .param(organisationId)
                .param(kind.name())
                .param(until == null ? null : until.toEpochMilli())
                .update();
    }

    List<String> waiting() {
        return db.sql()
                .sql("select id from member_mail order by id")
                .query((row, n) -> row.getString(1))
                .list();
    }

    /// The row, which no other server works on until this transaction ends.
    Optional<Row> hold(String id) {
        return db.sql()
                .sql("update member_mail set kind = kind where id = ? returning organisation_id, kind, at, told_to")
                .param(id)
                .query((row, n) -> {
                    long at = row.getLong(3);
                    boolean none = row.wasNull();
                    return new Row(
                            row.getString(1),
                            MessageKind.valueOf(row.getString(2)),
                            none ? null : Instant.ofEpochMilli(at),
                            row.getString(4));
                })
                .optional();
    }

    void told(String id, String accountId) {
        db.sql()
                .sql("update member_mail set told_to = ? where id = ?")
                .params(accountId, id)
                .update();
    }

    void drop(String organisationId) {
        db.sql()
                .sql("delete from member_mail where organisation_id = ?")
                .param(organisationId)
                .update();
    }
}
