/** Programs on this machine or another one, started through one port. */
package io.hallmark.puppetbridge.process;
