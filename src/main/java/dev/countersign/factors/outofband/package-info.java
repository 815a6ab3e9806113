/// Codes sent by text message or email, the phone numbers they go to, and what keeps texts from being pumped.
@NullMarked
package dev.countersign.factors.outofband;

import org.jspecify.annotations.NullMarked;
