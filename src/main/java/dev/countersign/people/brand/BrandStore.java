package dev.countersign.people.brand;

import dev.countersign.ground.store.Db;
import dev.countersign.people.organisation.SupportContact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `brand` and `logo`.
final class BrandStore {
    private final Db db;

    BrandStore(Db db) {
        this.db = db;
    }

    Optional<Brand> of(String organisationId) {
        return db.sql().sql("""
                        select o.id, o.name, b.accent, b.support_email, b.support_phone, b.support_link, l.name
                        from organisation o
                        left join brand b on b.organisation_id = o.id
                        left join logo l on l.organisation_id = o.id
                        where o.id = ?""").param(organisationId).query(BrandStore::brand).optional();
    }

    Optional<Brand> managing(String accountId) {
        return db.sql().sql("""
                        select o.id, o.name, b.accent, b.support_email, b.support_phone, b.support_link, l.name
                        from membership m
                        join organisation o on o.id = m.organisation_id
                        left join brand b on b.organisation_id = o.id
                        left join logo l on l.organisation_id = o.id
                        where m.account_id = ? and m.managing = 1""").param(accountId).query(BrandStore::brand).optional();
    }

    private static Brand brand(ResultSet row, int n) throws SQLException {
        String accent = row.getString(3);
        return new Brand(
                row.getString(1),
                row.getString(2),
                accent == null ? null : Accent.parse(accent).orElse(null),
                row.getString(7),
                new SupportContact(row.getString(4), row.getString(5), row.getString(6)));
    }

    void put(String organisationId, @Nullable Accent accent, SupportContact support, Instant now) {
        db.sql()
                .sql("""
                        insert into brand
                            (organisation_id, accent, support_email, support_phone, support_link, changed_at)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (organisation_id) do update set accent = excluded.accent,
                            support_email = excluded.support_email, support_phone = excluded.support_phone,
                            support_link = excluded.support_link, changed_at = excluded.changed_at""")
                .param(organisationId)
                .param(accent == null ? null : accent.colour().hex())
                .param(support.email())
                .param(support.phone())
                .param(support.link())
                .param(now.toEpochMilli())
                .update();
    }

    void putLogo(String organisationId, String name, byte[] png, Instant now) {
        db.sql().sql("""
                        insert into logo (organisation_id, name, picture, changed_at) values (?, ?, ?, ?)
                        on conflict (organisation_id) do update set name = excluded.name,
                            picture = excluded.picture, changed_at = excluded.changed_at""").params(organisationId, name, png, now.toEpochMilli()).update();
    }

    boolean removeLogo(String organisationId) {
        return db.sql()
                        .sql("delete from logo where organisation_id = ?")
                        .param(organisationId)
                        .update()
                == 1;
    }

    Optional<byte[]> logo(String name) {
        return db.sql()
                .sql("select picture from logo where name = ?")
                .param(name)
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    Optional<byte[]> logoOf(String organisationId) {
        return db.sql()
                .sql("select picture from logo where organisation_id = ?")
                .param(organisationId)
                .query((row, n) -> row.getBytes(1))
                .optional();
    }
}
