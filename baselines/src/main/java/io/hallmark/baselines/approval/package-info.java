/**
 * Approvals: which changes of a baselines repository were signed by enough people, under the rules of the last state that
 * was published. The keys decide who somebody is, never the names in commits.
 */
package io.hallmark.baselines.approval;
