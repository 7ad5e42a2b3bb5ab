package io.hallmark.puppetbridge.node;

/** Where configuration management brings a profile to bear. */
public enum AppliedIn {
    /** On the running node. */
    NODE("node"),
    /** While its image is built, in the tree that becomes the image. */
    IMAGE_BUILD("image-build");

    private final String label;

    AppliedIn(String label) {
        this.label = label;
    }

    /** The name in documents. */
    public String label() {
        return label;
    }
}
