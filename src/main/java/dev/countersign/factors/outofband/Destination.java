package dev.countersign.factors.outofband;

import dev.countersign.people.delivery.Channel;

/// Where a code goes. A code works only for the very destination it was sent to.
///
/// @param address a number in E.164 form, or an email address always written the same way
public record Destination(Channel channel, String address) {

    /// That number, by text message.
    public static Destination of(PhoneNumber number) {
        return new Destination(Channel.TEXT, number.e164());
    }

    @Override
    public String toString() {
        return "Destination[" + channel + " ***]";
    }
}
