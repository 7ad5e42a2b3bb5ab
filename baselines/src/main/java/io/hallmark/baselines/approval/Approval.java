package io.hallmark.baselines.approval;

/**
 * An approval that counted.
 *
 * @param commit full id of the commit that was approved
 * @param person the name that the rules give the owner of the key
 * @param how for people: {@code its own signature}, {@code tag 'approved/7'}, {@code signature 1 in its note}
 */
public record Approval(String commit, String person, String how) {}
