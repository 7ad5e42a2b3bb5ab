/** What lies in an initramfs, and what changed in it, in words. */
package io.hallmark.baselines.initramfs;
