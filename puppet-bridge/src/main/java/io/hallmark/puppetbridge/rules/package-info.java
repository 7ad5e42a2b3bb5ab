/** Rules of hardening guides, by name, with their numbers in each guide. */
package io.hallmark.puppetbridge.rules;
