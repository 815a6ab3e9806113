package dev.countersign.people.organisation;

/// What a member may do in an organisation: members sign in, admins help members, owners also set the policy.
public enum Role {
    /// Signs in.
    MEMBER,
    /// Helps members.
    ADMIN,
    /// Sets the policy and names admins and owners.
    OWNER
}
