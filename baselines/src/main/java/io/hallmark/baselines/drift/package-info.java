/** Drift: what a node measured, against the baselines. */
package io.hallmark.baselines.drift;
