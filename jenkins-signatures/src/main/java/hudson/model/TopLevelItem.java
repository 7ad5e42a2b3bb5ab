package hudson.model;

/** Signature of Jenkins' {@code TopLevelItem}. */
public interface TopLevelItem extends Item {}
