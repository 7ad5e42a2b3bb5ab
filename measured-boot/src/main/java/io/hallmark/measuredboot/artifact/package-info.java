/** What was measured of the files that nodes boot: all that a prediction needs, without the files. */
package io.hallmark.measuredboot.artifact;
