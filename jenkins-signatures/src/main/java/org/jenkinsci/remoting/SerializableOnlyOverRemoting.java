package org.jenkinsci.remoting;

import java.io.Serializable;

/** Signature of Jenkins' {@code SerializableOnlyOverRemoting}. */
public interface SerializableOnlyOverRemoting extends Serializable {}
