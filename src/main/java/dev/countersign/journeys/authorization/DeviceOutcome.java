package dev.countersign.journeys.authorization;

import dev.countersign.people.client.Client;
import java.time.Instant;
import java.util.List;

/// What came of a code that a person read off a device.
public sealed interface DeviceOutcome {
    /// A device waits for that; the person is asked.
    record Asks(Client client, List<String> scopes, String network, Instant since) implements DeviceOutcome {}

    /// No device waits for that code.
    record Unknown() implements DeviceOutcome {}

    /// Too many codes were wrong.
    record Delayed(Instant until) implements DeviceOutcome {}

    /// The app is for others.
    record NotForYou(Client client) implements DeviceOutcome {}

    /// The person has to prove more first.
    record StepUp(boolean passkey) implements DeviceOutcome {}

    /// The device is signed in, as soon as it asks.
    record Allowed(Client client) implements DeviceOutcome {}

    /// The device is told no.
    record Denied(Client client) implements DeviceOutcome {}
}
