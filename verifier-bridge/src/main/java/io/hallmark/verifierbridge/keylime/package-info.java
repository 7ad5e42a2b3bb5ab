/** Publication to Keylime verifiers: baselines as measured-boot policies by name, and the nodes that they hold. */
package io.hallmark.verifierbridge.keylime;
