/** The hardening profile of a role: its measures, one file each, and the document that they are kept in. */
package io.hallmark.puppetbridge.profile;
