package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Challenge;
import dev.countersign.people.account.Account;

/// The access of a person who gave the right password and owes the second step. It opens the pages that ask for it,
/// and no other.
record HalfWay(Browser browser, Account account, Challenge challenge, String token) {}
