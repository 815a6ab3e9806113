package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Challenge;

/// The access of a person who gave the right password and owes the second step. It opens the pages that ask for it, and
/// no other.
record HalfWay(Browser browser, Challenge challenge, String token) {}
