/** What stands in the Event field, decoded best-effort for people; it never decides a value. */
package io.hallmark.measuredboot.eventlog.content;
