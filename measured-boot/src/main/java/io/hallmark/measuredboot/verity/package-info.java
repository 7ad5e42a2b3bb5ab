/**
 * dm-verity: the hash tree over the blocks of an image and its root hash, as {@code veritysetup format} makes them, and
 * checking an image against them.
 *
 * <p>The format is the one of the Linux kernel's Documentation/admin-guide/device-mapper/verity.rst and of cryptsetup's
 * superblock, version 1.
 */
package io.hallmark.measuredboot.verity;
