package io.hallmark.puppetbridge.node;

/** How software gets onto a node. */
public enum Updates {
    /** The node boots images that are built elsewhere; its command line belongs to them. */
    IMAGE("image"),
    /** Packages are installed on the node, which writes its own boot loader configuration. */
    PACKAGES("packages");

    private final String label;

    Updates(String label) {
        this.label = label;
    }

    /** The name in documents. */
    public String label() {
        return label;
    }
}
