package jenkins.model;

import jenkins.util.VirtualFile;

/** Signature of Jenkins' {@code ArtifactManager}. */
public abstract class ArtifactManager {
    public abstract VirtualFile root();
}
