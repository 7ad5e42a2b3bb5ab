package hudson.scm;

import hudson.model.Run;
import java.util.Collection;

/** Signature of Jenkins' {@code ChangeLogSet}. */
public abstract class ChangeLogSet<T extends ChangeLogSet.Entry> implements Iterable<T> {
    protected ChangeLogSet(Run<?, ?> run, RepositoryBrowser<?> browser) {}

    /** A commit. */
    public abstract static class Entry {
        public abstract Collection<String> getAffectedPaths();
    }
}
