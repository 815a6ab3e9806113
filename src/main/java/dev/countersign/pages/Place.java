package dev.countersign.pages;

import org.jspecify.annotations.Nullable;

/// An organisation that the person belongs to, as menus and lists show it.
///
/// @param mark the end of its id where the person has another of the same name, else ""
/// @param since when the person joined
/// @param role `member`, `admin` or `owner`
/// @param managing whether its owners and admins help this account
/// @param here whether it is the one that organisation pages are about now
/// @param eraseAt when it is erased, as an owner wants; null where it stays
public record Place(
        String id,
        String name,
        String mark,
        Moment since,
        String role,
        boolean managing,
        boolean here,
        @Nullable Moment eraseAt) {
    /// What it is called among those of the person.
    public String title() {
        return mark.isEmpty() ? name : name + " (" + mark + ")";
    }

    /// Whether the person owns it.
    public boolean owned() {
        return role.equals("owner");
    }

    /// Whether the person may look after it.
    public boolean administered() {
        return !role.equals("member");
    }
}
