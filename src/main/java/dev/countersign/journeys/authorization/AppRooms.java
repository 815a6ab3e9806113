package dev.countersign.journeys.authorization;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.client.Clients;
import java.net.URI;

/// What the journeys of apps stand on, and the journeys themselves.
public final class AppRooms {
    private final SignInRooms rooms;
    private final Visits visits;
    private final Clients clients;
    private final String issuer;
    private final Holdings holdings;
    private final SigningKeys keys;
    private final IdTokens idTokens;
    private final LogoutMessages logoutMessages;
    private final Authorizations authorizations;
    private final AppTokens appTokens;
    private final DeviceCodes deviceCodes;
    private final UsedApps usedApps;

    /// @param baseUrl where this server is reached: the issuer of everything it signs
    public AppRooms(SignInRooms rooms, Visits visits, Clients clients, URI baseUrl) {
        this.rooms = rooms;
        this.visits = visits;
        this.clients = clients;
        this.issuer = baseUrl.toString().replaceFirst("/+$", "");
        this.holdings = new Holdings(rooms, visits, clients);
        this.keys = new SigningKeys(rooms.db(), rooms.box(), rooms.tokens());
        this.idTokens = new IdTokens(keys, issuer, rooms.clock());
        this.logoutMessages = new LogoutMessages(rooms, clients, idTokens);
        this.authorizations = new Authorizations(this);
        this.appTokens = new AppTokens(this);
        this.deviceCodes = new DeviceCodes(this, appTokens);
        this.usedApps = new UsedApps(this);
    }

    SignInRooms rooms() {
        return rooms;
    }

    Visits visits() {
        return visits;
    }

    Holdings holdings() {
        return holdings;
    }

    /// All registered apps.
    public Clients clients() {
        return clients;
    }

    /// The name of this server in everything it signs.
    public String issuer() {
        return issuer;
    }

    /// The keys that sign.
    public SigningKeys keys() {
        return keys;
    }

    /// Signed statements.
    public IdTokens idTokens() {
        return idTokens;
    }

    /// What apps are told of sessions that ended.
    public LogoutMessages logoutMessages() {
        return logoutMessages;
    }

    /// The way of a person whom an app has sent here.
    public Authorizations authorizations() {
        return authorizations;
    }

    /// What apps are given.
    public AppTokens appTokens() {
        return appTokens;
    }

    /// Devices without a browser.
    public DeviceCodes deviceCodes() {
        return deviceCodes;
    }

    /// What a person's own apps are.
    public UsedApps usedApps() {
        return usedApps;
    }
}
