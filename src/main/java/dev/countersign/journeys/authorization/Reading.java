package dev.countersign.journeys.authorization;

import dev.countersign.people.client.Client;

/// What came of reading an app's request.
public sealed interface Reading {
    /// It can be answered.
    record Good(AuthorizationRequest request, Client client) implements Reading {}

    /// It has a fault that its app is told of, at that address.
    record SentBack(String to) implements Reading {}

    /// Nobody knows that app, or it is none of the app's addresses: nobody is sent anywhere.
    ///
    /// @param nearly what was asked for, where it is on a host of the app's: probably misspelt; else empty
    record Refused(Why why, String nearly) implements Reading {}

    /// Why nobody is sent anywhere.
    enum Why {
        CLIENT,
        REDIRECT
    }
}
