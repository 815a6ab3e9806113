package dev.countersign.journeys.entry;

import dev.countersign.ground.store.Changes;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.site.Sites;

/// What the journeys of sites stand on, and the journeys themselves.
public final class EntryRooms implements AutoCloseable {
    private final SignInRooms rooms;
    private final Visits visits;
    private final Sites sites;
    private final Changes changes;
    private final SitePasses passes;
    private final SiteChecks checks;
    private final SiteEntries entries;

    /// @param settings the database, which is listened to over a connection of its own
    /// @param bytes how much of the memory what is remembered may take
    public EntryRooms(SignInRooms rooms, Visits visits, Sites sites, DatabaseSettings settings, long bytes) {
        this.rooms = rooms;
        this.visits = visits;
        this.sites = sites;
        Forgetting forgetting = new Forgetting();
        this.changes = new Changes(rooms.db(), settings, forgetting::told);
        this.passes = new SitePasses(this, changes::current, forgetting, bytes);
        this.checks = new SiteChecks(this);
        this.entries = new SiteEntries(this);
    }

    SignInRooms rooms() {
        return rooms;
    }

    Visits visits() {
        return visits;
    }

    /// All registered sites.
    public Sites sites() {
        return sites;
    }

    SitePasses passes() {
        return passes;
    }

    /// What is decided for each request.
    public SiteChecks checks() {
        return checks;
    }

    /// The way of a person whom a site has sent here.
    public SiteEntries entries() {
        return entries;
    }

    /// How many people are remembered now.
    long remembers() {
        return passes.entries();
    }

    @Override
    public void close() {
        changes.close();
    }
}
