/// The whole server as people meet it: real Chromium, a QR reader, an authenticator, and power cuts.
@NullMarked
package dev.countersign.browser;

import org.jspecify.annotations.NullMarked;
