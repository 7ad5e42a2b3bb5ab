/** What a hardening profile would break, and where it and the boot chain disagree. */
package io.hallmark.puppetbridge.lint;
