package hudson.model;

/** Signature of Jenkins' {@code ModelObject}. */
public interface ModelObject {
    String getDisplayName();
}
