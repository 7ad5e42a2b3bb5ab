package hudson.model;

/** Signature of Jenkins' {@code Node}. */
public abstract class Node extends AbstractModelObject {
    public abstract String getLabelString();
}
