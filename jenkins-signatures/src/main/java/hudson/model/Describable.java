package hudson.model;

/** Signature of Jenkins' {@code Describable}. */
public interface Describable<T extends Describable<T>> {
    default Descriptor<T> getDescriptor() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }
}
