package dev.countersign.pages;

import dev.countersign.people.brand.Accent;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.SupportContact;
import org.jspecify.annotations.Nullable;

/// Whose page it seems to be, and whom its readers ask: this server, or an organisation that the reader belongs to.
///
/// @param name what stands at the top
/// @param organisation its name where it is an organisation's, else null; the foot then says who runs this server
/// @param logo the address of a picture beside the name, or null
/// @param sheet the address of the stylesheet with its colours, or null
/// @param supportOf the organisation that named the contact, or null where this server did
/// @param host the one that people see in their browser
public record Look(
        String name,
        @Nullable String organisation,
        @Nullable String logo,
        @Nullable String sheet,
        SupportContact support,
        @Nullable String supportOf,
        String host) {

    /// This server's own.
    public static Look of(Installation installation) {
        return new Look(installation.name(), null, null, null, installation.support(), null, host(installation));
    }

    /// An organisation's. Where it names nobody to ask, this server does.
    public static Look of(Brand brand, Installation installation) {
        boolean own = !brand.support().isEmpty();
        return new Look(
                brand.name(),
                brand.name(),
                brand.logo() == null ? null : logo(brand.logo()),
                brand.accent() == null ? null : AccentSheet.address(brand.accent()),
                own ? brand.support() : installation.support(),
                own ? brand.name() : null,
                host(installation));
    }

    /// The same in that colour.
    public Look wearing(Accent accent) {
        return new Look(name, organisation, logo, AccentSheet.address(accent), support, supportOf, host);
    }

    /// The same with that organisation's contact, where it names one.
    public Look helpedBy(Brand brand) {
        return brand.support().isEmpty()
                ? this
                : new Look(name, organisation, logo, sheet, brand.support(), brand.name(), host);
    }

    /// Where browsers find that logo.
    public static String logo(String name) {
        return "/assets/logo-" + name + ".png";
    }

    private static String host(Installation installation) {
        String host = installation.baseUrl().getHost();
        return host == null ? "" : host;
    }
}
