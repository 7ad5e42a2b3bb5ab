/**
 * One walk over the root file system of an image, as a folder, an archive or a file system image: each file is read
 * once, with all digests that anybody wants.
 */
package io.hallmark.baselines.rootfs;
