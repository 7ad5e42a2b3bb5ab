/** From reference logs and a boot chain to the event log of the next boot. */
package io.hallmark.measuredboot.prediction;
