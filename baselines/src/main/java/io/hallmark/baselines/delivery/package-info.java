/** Files that others read from Git: delivered to a branch of their repository, or proposed for it. */
package io.hallmark.baselines.delivery;
