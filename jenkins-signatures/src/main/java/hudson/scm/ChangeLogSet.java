package hudson.scm;

import java.util.Collection;

/** Signature of Jenkins' {@code ChangeLogSet}. */
public abstract class ChangeLogSet<T extends ChangeLogSet.Entry> implements Iterable<T> {
    /** A commit. */
    public abstract static class Entry {
        public abstract Collection<String> getAffectedPaths();
    }
}
