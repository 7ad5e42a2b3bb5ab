package hudson;

/** Signature of Jenkins' {@code ExtensionPoint}. */
public interface ExtensionPoint {}
