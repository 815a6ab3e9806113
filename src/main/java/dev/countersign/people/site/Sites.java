package dev.countersign.people.site;

import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All registered sites. The secret that a proxy proves itself by is known only when it is made.
public final class Sites {
    /// How long the secret before the newest one goes on working, so that a proxy can be given the new one in peace.
    public static final Duration OVERLAP = Duration.ofHours(24);

    private final Db db;
    private final Tokens tokens;
    private final SiteStore store;

    public Sites(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new SiteStore(db);
    }

    /// A site, and the secret that its proxy was given just now.
    public record Registered(Site site, Token secret) {}

    /// Registers a site of that organisation.
    public Registered register(String organisationId, SiteTerms terms, Instant now) {
        Site site = new Site(tokens.newId(now), organisationId, terms, now, null);
        Token secret = tokens.newToken(Token.Kind.SITE_PROXY);
        db.inTransaction(() -> store.insert(site, secret.hash()));
        return new Registered(site, secret);
    }

    /// The site of that id.
    public Optional<Site> byId(String id) {
        return db.read(() -> store.byId(id));
    }

    /// The site whose proxy has that secret now, by its hash.
    public Optional<Site> bySecret(String hash, Instant now) {
        return db.read(() -> store.bySecret(hash, now));
    }

    /// The organisation's sites, the oldest first.
    public List<Site> of(String organisationId) {
        return db.read(() -> store.of(organisationId));
    }

    /// How many sites it has.
    public int count(String organisationId) {
        return db.read(() -> store.count(organisationId));
    }

    /// Changes what was agreed with a site.
    public boolean change(Site site, SiteTerms terms) {
        return db.inTransaction(() -> store.change(site.id(), terms));
    }

    /// Gives a site's proxy another secret. The one before works on for [#OVERLAP], or not at all.
    public Token rotate(Site site, boolean atOnce, Instant now) {
        Token secret = tokens.newToken(Token.Kind.SITE_PROXY);
        db.inTransaction(() -> store.rotate(site.id(), secret.hash(), atOnce ? now : now.plus(OVERLAP)));
        return secret;
    }

    /// Removes a site: nobody is let into it any more.
    public boolean remove(Site site) {
        return db.inTransaction(() -> store.delete(site.id()));
    }
}
