/**
 * The baselines repository: reading it without a checkout, and proposing changes to it that are whole or not there.
 *
 * <p>All state is in the remote repository. What is kept on disk is a cache that may be deleted at any time.
 */
package io.hallmark.baselines.repository;
