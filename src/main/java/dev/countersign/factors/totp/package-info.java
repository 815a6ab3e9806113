/// Authenticator-app codes by RFC 6238, their secrets and their QR codes.
@NullMarked
package dev.countersign.factors.totp;

import org.jspecify.annotations.NullMarked;
