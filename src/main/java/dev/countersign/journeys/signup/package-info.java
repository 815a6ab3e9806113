/// How an account comes to be: the first start, open sign-up, and invitations.
@NullMarked
package dev.countersign.journeys.signup;

import org.jspecify.annotations.NullMarked;
