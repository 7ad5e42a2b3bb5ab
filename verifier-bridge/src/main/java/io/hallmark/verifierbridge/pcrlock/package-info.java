/** Component files for systemd-pcrlock. */
package io.hallmark.verifierbridge.pcrlock;
