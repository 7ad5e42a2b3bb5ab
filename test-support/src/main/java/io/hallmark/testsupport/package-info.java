/** Helpers for tests: where fixtures are, and what to do when a program that a test needs is missing. */
package io.hallmark.testsupport;
