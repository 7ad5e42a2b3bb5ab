/** Checked reading of foreign bytes. */
package io.hallmark.measuredboot.io;
