package dev.countersign.people.gateway;

/// A message centre that speaks SMPP 3.4.
///
/// @param tls whether the line is secure, with the centre's name checked
/// @param systemType what the centre wants to be told, often empty
/// @param sender a number in E.164 form, a short number, or a name of up to 11 characters
public record SmppSettings(
        String host, int port, boolean tls, String systemId, String password, String systemType, String sender) {
    public SmppSettings {
        // SMPP 3.4 §4.1.1: system_id at most 15 characters, password 8, system_type 12; §5.2.8: addresses 20.
        if (systemId.length() > 15 || password.length() > 8 || systemType.length() > 12) {
            throw new IllegalArgumentException("at most 15 characters for systemId, 8 for password, 12 for systemType");
        }
        if (sender.isEmpty() || sender.length() > 20) {
            throw new IllegalArgumentException("sender has 1 to 20 characters");
        }
    }

    @Override
    public String toString() {
        return "SmppSettings[" + host + ":" + port + ", tls=" + tls + ", password=***]";
    }
}
