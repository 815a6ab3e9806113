package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signup.PersonName;
import dev.countersign.people.brand.Brand;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.brand.LogoImage;
import dev.countersign.people.brand.LogoOutcome;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The brand of an organisation: owners and admins look, owners change it with fresh proof.
public final class Branding {
    private final SignInRooms rooms;
    private final Brands brands;
    private final Admins admins;

    /// Over those rooms.
    public Branding(SignInRooms rooms, StepUps stepUps, Brands brands) {
        this.rooms = rooms;
        this.brands = brands;
        this.admins = new Admins(rooms, stepUps);
    }

    /// The brand as it is, and whether whoever looks may change it.
    public record Standing(Brand brand, boolean changeable) {}

    /// The brand of an organisation.
    public MemberOutcome<Standing> read(Actor by, String organisationId) {
        return admins.look(
                by,
                organisationId,
                actor -> new MemberOutcome.Done<>(
                        new Standing(brands.of(organisationId).orElseThrow(), actor.role() == Role.OWNER)));
    }

    /// The picture of its logo; empty when it has none.
    public MemberOutcome<Optional<byte[]>> logo(Actor by, String organisationId) {
        return admins.look(by, organisationId, _ -> new MemberOutcome.Done<>(brands.logoOf(organisationId)));
    }

    /// Makes name, colour and contact of it what the edit says. A colour that is not readable is a bug of the caller,
    /// who has told the person so.
    public MemberOutcome<Brand> set(Session by, String organisationId, UnaryOperator<BrandEdit> edit, Origin origin) {
        Instant now = rooms.clock().instant();
        return owner(by, organisationId, actor -> {
            Brand before = brands.of(organisationId).orElseThrow();
            BrandEdit then = edit.apply(new BrandEdit(before.name(), before.accent(), before.support()));
            if (then.accent() != null && !then.accent().readable()) {
                throw new IllegalArgumentException(then.accent() + " cannot be read");
            }
            Optional<String> name = PersonName.of(then.name());
            if (name.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_A_NAME);
            }
            if (!name.get().equals(before.name())) {
                rooms.organisations().rename(organisationId, name.get());
                rooms.audit()
                        .record(new AuditEvent.OrganisationRenamed(actor.accountId(), organisationId), origin, now);
            }
            List<String> changed = changed(before, then);
            if (!changed.isEmpty()) {
                brands.set(organisationId, then.accent(), then.support(), now);
                rooms.audit()
                        .record(
                                new AuditEvent.OrganisationBranded(actor.accountId(), organisationId, changed),
                                origin,
                                now);
            }
            return new MemberOutcome.Done<>(brands.of(organisationId).orElseThrow());
        });
    }

    private static List<String> changed(Brand before, BrandEdit then) {
        List<String> changed = new ArrayList<>();
        if (!Objects.equals(before.accent(), then.accent())) {
            changed.add("accent");
        }
        if (!Objects.equals(before.support().email(), then.support().email())) {
            changed.add("support.email");
        }
        if (!Objects.equals(before.support().phone(), then.support().phone())) {
            changed.add("support.phone");
        }
        if (!Objects.equals(before.support().link(), then.support().link())) {
            changed.add("support.link");
        }
        return List.copyOf(changed);
    }

    /// Gives it a logo made of those bytes. Whoever may not is told so before a byte of it is looked at, and it is
    /// unpacked outside the transaction.
    public MemberOutcome<LogoOutcome> putLogo(Session by, String organisationId, byte[] upload, Origin origin) {
        MemberOutcome<Nothing> admitted = owner(by, organisationId, _ -> MemberOutcome.done());
        if (admitted instanceof MemberOutcome.Refused<Nothing>(WhyNot why)) {
            return MemberOutcome.refused(why);
        }
        LogoOutcome read = LogoImage.of(upload);
        return switch (read) {
            case LogoOutcome.Refused refused -> new MemberOutcome.Done<>(refused);
            case LogoOutcome.Read it ->
                owner(by, organisationId, actor -> {
                    Instant now = rooms.clock().instant();
                    brands.setLogo(organisationId, it.logo(), now);
                    rooms.audit()
                            .record(
                                    new AuditEvent.OrganisationLogoChanged(actor.accountId(), organisationId),
                                    origin,
                                    now);
                    return new MemberOutcome.Done<>(it);
                });
        };
    }

    /// Removes its logo; done where there is none, too.
    public MemberOutcome<Nothing> removeLogo(Session by, String organisationId, Origin origin) {
        return owner(by, organisationId, actor -> {
            if (brands.removeLogo(organisationId)) {
                rooms.audit()
                        .record(
                                new AuditEvent.OrganisationLogoRemoved(actor.accountId(), organisationId),
                                origin,
                                rooms.clock().instant());
            }
            return MemberOutcome.done();
        });
    }

    private <T> MemberOutcome<T> owner(Session by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        MemberOutcome<Membership> first = admins.look(by, organisationId, MemberOutcome.Done::new);
        if (first instanceof MemberOutcome.Done<Membership>(Membership actor) && actor.role() != Role.OWNER) {
            return MemberOutcome.refused(WhyNot.OWNERS_ONLY);
        }
        return admins.change(
                by,
                organisationId,
                actor -> actor.role() == Role.OWNER ? work.apply(actor) : MemberOutcome.refused(WhyNot.OWNERS_ONLY));
    }
}
