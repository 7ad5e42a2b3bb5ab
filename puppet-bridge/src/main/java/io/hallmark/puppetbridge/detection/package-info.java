/** Intrusion detection of hosts and networks, as plain files for systems that no configuration management reaches. */
package io.hallmark.puppetbridge.detection;
