/** TCG event logs: reading, replaying and explaining them. Digests alone decide a replay; content is for people. */
package io.hallmark.measuredboot.eventlog;
