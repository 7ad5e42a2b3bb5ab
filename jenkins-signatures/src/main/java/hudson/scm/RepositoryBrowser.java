package hudson.scm;

/** Signature of Jenkins' {@code RepositoryBrowser}. */
public abstract class RepositoryBrowser<E extends ChangeLogSet.Entry> {}
