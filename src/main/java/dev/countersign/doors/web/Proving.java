package dev.countersign.doors.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A page on which a session proves something anew and which does nothing else. Its `SignedIn` may owe an enrolment:
/// enrolling asks for fresh proof, which would otherwise be out of reach.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Proving {}
