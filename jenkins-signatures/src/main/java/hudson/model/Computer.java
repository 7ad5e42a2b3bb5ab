package hudson.model;

/** Signature of Jenkins' {@code Computer}. */
public abstract class Computer extends Actionable {
    protected Computer(Node node) {}

    public String getName() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public Node getNode() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }
}
