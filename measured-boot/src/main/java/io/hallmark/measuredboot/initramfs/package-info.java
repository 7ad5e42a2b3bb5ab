/**
 * What is inside an initramfs image: the files of its cpio archives, plain and compressed, as Linux would unpack them.
 * Measuring needs none of this, since loaders hash the image as it is; people who review a change do.
 */
package io.hallmark.measuredboot.initramfs;
