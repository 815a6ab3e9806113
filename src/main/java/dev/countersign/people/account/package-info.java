/// Accounts: who a person is, and the epoch that dates everything given to them.
@NullMarked
package dev.countersign.people.account;

import org.jspecify.annotations.NullMarked;
