/// The pages. A page is a method of a `…Page` class that takes the access it needs as a parameter (`SignedIn`,
/// `HalfWay`, `Enrolling`, or `Browser` together with `@Open`), asks a journey, and answers with `Pages.show(…)` or
/// `SeeOther`; its template is `src/main/jte/<area>/<page>.jte`, its words are in `messages*.properties`.
@NullMarked
package dev.countersign.doors.web;

import org.jspecify.annotations.NullMarked;
