/** What the Git cache and the download cache share: locks between processes, URLs that are safe to show. */
package io.hallmark.baselines.io;
