package jenkins.model;

/** Signature of Jenkins' {@code Loadable}. */
public interface Loadable {
    void load();
}
