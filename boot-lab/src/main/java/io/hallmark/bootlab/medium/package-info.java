/** What guests boot from: a disk with an EFI system partition, or a folder served over TFTP. */
package io.hallmark.bootlab.medium;
