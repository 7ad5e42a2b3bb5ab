package jenkins.util.io;

/** Signature of Jenkins' {@code OnMaster}. */
public interface OnMaster {}
