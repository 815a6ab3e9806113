package dev.countersign.journeys.authorization;

import dev.countersign.people.account.Account;
import dev.countersign.people.client.Client;
import java.util.List;

/// What is next for the person whom an app has sent here.
public sealed interface NextStep {
    /// Back to the app, with a code or with why there is none.
    record SentBack(Client client, String to) implements NextStep {}

    /// To sign in, again where somebody is signed in.
    record SignIn(String hint) implements NextStep {}

    /// To say with which account.
    record Choose() implements NextStep {}

    /// To set up two-step sign-in, before anything else.
    record Enrol() implements NextStep {}

    /// To set up what the app asks for, or to go on without it.
    record SetUp(boolean passkey) implements NextStep {}

    /// To prove more.
    record StepUp(boolean passkey) implements NextStep {}

    /// To agree.
    record Consent(Client client, Account account, List<String> scopes) implements NextStep {}

    /// The app is for members of an organisation that the account does not belong to.
    record NotForYou(Client client, Account account) implements NextStep {}

    /// The request is unknown, answered or too old.
    record Gone() implements NextStep {}
}
