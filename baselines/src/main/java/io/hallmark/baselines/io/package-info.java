/**
 * What the Git cache, the download cache and targets share: locks between processes, URLs that are safe to show, bounded
 * answers, keys and certificates in PEM.
 */
package io.hallmark.baselines.io;
