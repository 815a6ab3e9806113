package dev.countersign.people.brand;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.ground.store.Db;
import dev.countersign.people.organisation.SupportContact;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The brands of all organisations.
public final class Brands {
    private static final int NAME_BYTES = 16;

    private final Db db;
    private final BrandStore store;

    public Brands(Db db) {
        this.db = db;
        this.store = new BrandStore(db);
    }

    /// That of an organisation; empty when there is none of that id.
    public Optional<Brand> of(String organisationId) {
        return db.read(() -> store.of(organisationId));
    }

    /// That of the organisation that manages the account; empty where none does.
    public Optional<Brand> managing(String accountId) {
        return db.read(() -> store.managing(accountId));
    }

    /// Keeps colour and contact.
    public void set(String organisationId, @Nullable Accent accent, SupportContact support, Instant now) {
        db.inTransaction(() -> store.put(organisationId, accent, support, now));
    }

    /// Keeps the logo, in the place of any other, and returns the last part of its address.
    public String setLogo(String organisationId, Logo logo, Instant now) {
        String name = name(organisationId, logo.png());
        db.inTransaction(() -> store.putLogo(organisationId, name, logo.png(), now));
        return name;
    }

    /// Removes the logo; false when there is none.
    public boolean removeLogo(String organisationId) {
        return db.inTransaction(() -> store.removeLogo(organisationId));
    }

    /// The PNG at that address.
    public Optional<byte[]> logo(String name) {
        return db.read(() -> store.logo(name));
    }

    /// The PNG of that organisation.
    public Optional<byte[]> logoOf(String organisationId) {
        return db.read(() -> store.logoOf(organisationId));
    }

    /// A hash of the content, so that what is at an address never changes, and of the organisation's id, so that
    /// nobody finds out from a known logo whether its owner is here.
    private static String name(String organisationId, byte[] png) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(organisationId.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(png), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }
}
