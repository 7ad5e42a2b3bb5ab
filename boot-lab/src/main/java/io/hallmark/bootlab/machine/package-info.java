/** Virtual machines: firmware, software TPM, serial console, and what a guest reports of its boot. */
package io.hallmark.bootlab.machine;
