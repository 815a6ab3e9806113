/// Passkeys and security keys: WebAuthn credentials, how they are enrolled, and how what they sign is checked.
///
/// The clauses quoted are those of Web Authentication Level 3 (https://www.w3.org/TR/webauthn-3/).
@NullMarked
package dev.countersign.factors.passkey;

import org.jspecify.annotations.NullMarked;
