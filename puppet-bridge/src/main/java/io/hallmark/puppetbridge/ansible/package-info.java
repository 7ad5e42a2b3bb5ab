/** Hardening for Ansible: the role and its variables, and nodes brought to them by ansible-runner. */
package io.hallmark.puppetbridge.ansible;
