/** Publication: what is approved reaches every target, is read back, and leaves a receipt. */
package io.hallmark.baselines.publish;
