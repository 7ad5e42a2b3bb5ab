/**
 * The boot lab: real firmware, a software TPM and Debian's packages of the day in virtual machines, so that predictions
 * are held against machines that really boot.
 */
package io.hallmark.bootlab;
