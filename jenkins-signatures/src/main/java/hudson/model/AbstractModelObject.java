package hudson.model;

/** Signature of Jenkins' {@code AbstractModelObject}. */
public abstract class AbstractModelObject implements ModelObject {}
