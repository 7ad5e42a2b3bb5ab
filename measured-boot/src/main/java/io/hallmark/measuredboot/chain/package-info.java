/** Boot chains: one file a loader, each with the rule of what it measures. */
package io.hallmark.measuredboot.chain;
