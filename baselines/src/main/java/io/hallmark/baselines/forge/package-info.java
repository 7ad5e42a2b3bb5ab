/** Forges: the pull request of a pushed proposal is opened, kept up to date and otherwise left alone. */
package io.hallmark.baselines.forge;
