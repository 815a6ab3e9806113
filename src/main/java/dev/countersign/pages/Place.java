package dev.countersign.pages;

/// An organisation that the person belongs to, as menus and lists show it.
///
/// @param role `member`, `admin` or `owner`
/// @param managing whether its owners and admins help this account
/// @param here whether it is the one that organisation pages are about now
public record Place(String id, String name, String role, boolean managing, boolean here) {
    /// Whether the person may look after it.
    public boolean administered() {
        return !role.equals("member");
    }
}
