/** Benchmarks with JMH; {@code docs/benchmarks.md} says how to run and read them. */
package io.hallmark.benchmarks;
