/** What a proposal changes, in words: from the file that changed to the events and PCRs that follow from it. */
package io.hallmark.baselines.diff;
