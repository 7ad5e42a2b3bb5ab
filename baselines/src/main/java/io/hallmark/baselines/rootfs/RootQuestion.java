package io.hallmark.baselines.rootfs;

import io.hallmark.measuredboot.digest.Bank;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What somebody wants to know of a root file system; a walk answers several questions at once.
 *
 * @param banks of the digests of each regular file
 * @param keeps paths of regular files whose contents are to be kept until the walk is closed
 * @param xattrs whether extended attributes and ACLs are wanted, which cost a program of their own for a folder
 */
public record RootQuestion(Set<Bank> banks, Predicate<String> keeps, boolean xattrs) {
    public RootQuestion {
        banks = Set.copyOf(banks);
    }

    /** Nothing but names, owners and permissions. */
    public static RootQuestion nothing() {
        return new RootQuestion(Set.of(), path -> false, false);
    }

    /** One question that asks for both. */
    public RootQuestion and(RootQuestion other) {
        Set<Bank> both = EnumSet.noneOf(Bank.class);
        both.addAll(banks);
        both.addAll(other.banks);
        return new RootQuestion(both, keeps.or(other.keeps), xattrs || other.xattrs);
    }
}
