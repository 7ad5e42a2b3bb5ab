/** Puppet and OpenVox: Hiera data of a role, the module that applies them, and what nodes report. */
package io.hallmark.puppetbridge.puppet;
