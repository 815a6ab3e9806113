package dev.countersign.pages;

/// A reset that waits, as owners and admins see it.
///
/// @param memberId the account it is about
/// @param askedBy the name of who asked, or ""
/// @param due the earliest time of it
/// @param needsApproval whether a second admin has to approve it
/// @param refused why the one who looks may not approve it, or ""
public record ResetEntry(
        String id,
        String memberId,
        String name,
        String email,
        String askedBy,
        String reason,
        Moment asked,
        Moment due,
        boolean needsApproval,
        String refused) {

    /// Whether the one who looks may approve it.
    public boolean mayApprove() {
        return refused.isEmpty();
    }

    /// One or two letters for the picture.
    public String initials() {
        return Who.initials(name, email);
    }
}
