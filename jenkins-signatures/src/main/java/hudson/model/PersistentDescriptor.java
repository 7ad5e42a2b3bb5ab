package hudson.model;

import jenkins.model.Loadable;

/** Signature of Jenkins' {@code PersistentDescriptor}. */
public interface PersistentDescriptor extends Loadable, Saveable {
    @Override
    void load();
}
