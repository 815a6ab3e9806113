package dev.countersign.journeys.organisation;

/// Why something in an organisation was not done.
public enum WhyNot {
    /// The caller is no member, or what is asked for is not in this organisation.
    NOT_THERE,
    /// The caller is a member, and may not.
    NOT_ALLOWED,
    /// Fresh proof is needed first.
    STEP_UP,
    /// Only owners do this.
    OWNERS_ONLY,
    /// An organisation keeps an owner.
    LAST_OWNER,
    /// The text can be no name.
    NOT_A_NAME,
    /// The text can be no email address.
    NOT_AN_ADDRESS,
    /// The address is a member's.
    MEMBER_ALREADY,
    /// The organisation's invitation mails of the day are used up.
    TOO_MANY_MAILS,
    /// Nothing can be sent by mail here.
    NO_MAIL,
    /// The member has set up two-step sign-in.
    SET_UP_ALREADY,
    /// The same was done a short time ago.
    TOO_SOON,
    /// Of many at once, the caller is left out.
    YOURSELF,
    /// The organisation did too many things for many at once.
    TOO_MANY_AT_ONCE,
    /// There is no account of that address.
    NO_SUCH_ACCOUNT,
    /// An organisation looks after the target, not the operator.
    MANAGED_BY_ORGANISATION,
    /// The target owns an organisation.
    MAY_NOT_RESET_OWNER,
    /// Nobody resets themselves.
    MAY_NOT_RESET_YOURSELF,
    /// Nobody resets themselves, and nobody in an organisation may reset its only owner.
    ASK_THE_OPERATOR,
    /// The target owns an organisation, or is the operator's.
    MAY_NOT_SUSPEND_OWNER,
    /// Nobody suspends themselves.
    MAY_NOT_SUSPEND_YOURSELF,
    /// What was typed is not the organisation's name.
    NAME_NOT_TYPED,
    /// The target is suspended, or going to be erased.
    NOT_ACTIVE,
    /// The organisation is going to be erased: nobody joins it.
    GOING,
    /// The organisation is not going to be erased, or its time has come.
    NOT_GOING,
    /// Another organisation manages the target, or none.
    NOT_MANAGED_HERE,
    /// A reason has to be given.
    REASON_NEEDED,
    /// The same, where nothing has to be checked first.
    WHY_NEEDED,
    /// A reset of the target waits already.
    RESET_WAITS,
    /// Whoever asked for a reset does not approve it.
    APPROVED_BY_ANOTHER,
    /// Whoever approves has had their role for some days.
    ROLE_TOO_NEW,
    /// The reset needs no approval, or has one.
    NOTHING_TO_APPROVE,
    /// The invitation is unknown, used, taken back or too old.
    LINK_NOT_GOOD,
    /// The invitation is for another address than the account's.
    OTHER_ADDRESS,
    /// The policy has faults.
    POLICY_NOT_USABLE,
    /// Who demands two-step sign-in of everyone has to have set it up.
    OWN_METHOD_FIRST,
    /// With this organisation's policy no method would be left that the others allow.
    NO_METHOD_LEFT,
    /// Only the operator of the server does this.
    OPERATOR_ONLY,
    /// The organisation has as many apps as it may have.
    TOO_MANY_APPS,
    /// An app with a secret stays one, and so does one without.
    APP_KIND_STAYS,
    /// The app keeps no secret.
    APP_HAS_NO_SECRET,
    /// The organisation has as many sites as it may have.
    TOO_MANY_SITES,
    /// Another site of the organisation is reached at that address.
    SITE_ADDRESS_TAKEN,
    /// The organisation has as many API keys as it may have.
    TOO_MANY_KEYS,
    /// A key is called something, of 80 characters at most.
    NOT_A_KEY_NAME,
    /// A key may do something.
    KEY_WITHOUT_SCOPE,
    /// A key ends within a year.
    KEY_TIME,
    /// An API key invites as members only.
    KEYS_GIVE_NO_ROLE,
    /// The organisation has as many webhooks as it may have.
    TOO_MANY_WEBHOOKS,
    /// A webhook is told at a public https address.
    NOT_A_WEBHOOK_ADDRESS,
    /// A webhook is told of some kinds of events that there are.
    NO_SUCH_EVENT,
    /// The webhook is turned off.
    WEBHOOK_OFF
}
