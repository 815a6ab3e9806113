package dev.countersign.journeys.authorization;

/// How an app is told something: the token is posted to its address.
@FunctionalInterface
public interface LogoutDelivery {
    /// What became of it.
    enum Delivered {
        /// The app has it.
        TAKEN,
        /// The app could not be reached, or is not well: it is told again.
        LATER,
        /// The address may not be reached from here, or the app will never take it.
        NEVER
    }

    /// Posts the logout token. Nothing else runs meanwhile on this thread, and no transaction.
    Delivered post(String address, String logoutToken);
}
