package dev.countersign.people.site;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `site` table.
final class SiteStore {
    private static final String COLUMNS =
            "id, organisation_id, name, origins, rules, least_acr, created_at, old_secret_until";

    private final Db db;

    SiteStore(Db db) {
        this.db = db;
    }

    void insert(Site site, String secretHash) {
        Map<String, String> texts = SiteFields.of(site.terms());
        db.sql()
                .sql("""
                        insert into site (id, organisation_id, name, secret_hash, origins, rules, least_acr, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(site.id(), site.organisationId(), site.terms().name(), secretHash)
                .params(texts.getOrDefault("origins", ""), texts.getOrDefault("rules", ""))
                .param(site.terms().leastAcr())
                .param(site.createdAt().toEpochMilli())
                .update();
    }

    boolean change(String id, SiteTerms terms) {
        Map<String, String> texts = SiteFields.of(terms);
        return db.sql()
                        .sql("update site set name = ?, origins = ?, rules = ?, least_acr = ? where id = ?")
                        .params(terms.name(), texts.getOrDefault("origins", ""), texts.getOrDefault("rules", ""))
                        .param(terms.leastAcr())
                        .param(id)
                        .update()
                == 1;
    }

    boolean rotate(String id, String secretHash, Instant oldUntil) {
        return db.sql().sql("""
                        update site set old_secret_hash = secret_hash, old_secret_until = ?, secret_hash = ?
                        where id = ?""").params(oldUntil.toEpochMilli(), secretHash, id).update() == 1;
    }

    boolean delete(String id) {
        return db.sql().sql("delete from site where id = ?").param(id).update() == 1;
    }

    Optional<Site> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from site where id = ?")
                .param(id)
                .query(SiteStore::site)
                .optional();
    }

    Optional<Site> bySecret(String hash, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS + " from site where secret_hash = ? "
                        + "or (old_secret_hash = ? and old_secret_until > ?)")
                .params(hash, hash, now.toEpochMilli())
                .query(SiteStore::site)
                .optional();
    }

    List<Site> of(String organisationId) {
        return db.sql()
                .sql("select " + COLUMNS + " from site where organisation_id = ? order by id")
                .param(organisationId)
                .query(SiteStore::site)
                .list();
    }

    int count(String organisationId) {
        return db.sql()
                .sql("select count(*) from site where organisation_id = ?")
                .param(organisationId)
                .query(Integer.class)
                .single();
    }

    private static Site site(ResultSet row, int number) throws SQLException {
        String leastAcr = row.getString(6);
        SiteTerms terms = SiteFields.read(Map.of(
                        "name", row.getString(3),
                        "origins", row.getString(4),
                        "rules", row.getString(5),
                        "leastAcr", leastAcr == null ? "" : leastAcr))
                .terms()
                .orElseThrow(() -> new IllegalStateException("A site's row does not say what was agreed"));
        long oldUntil = row.getLong(8);
        return new Site(
                row.getString(1),
                row.getString(2),
                terms,
                Instant.ofEpochMilli(row.getLong(7)),
                oldUntil == 0 ? null : Instant.ofEpochMilli(oldUntil));
    }
}
