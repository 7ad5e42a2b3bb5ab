/** Hardening profiles, and how configuration management brings nodes to them. */
package io.hallmark.puppetbridge;
