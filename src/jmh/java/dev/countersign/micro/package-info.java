/// The hot pieces of a sign-in, one by one, under JMH. Built and run by the Maven profile `bench` only.
@NullMarked
package dev.countersign.micro;

import org.jspecify.annotations.NullMarked;
