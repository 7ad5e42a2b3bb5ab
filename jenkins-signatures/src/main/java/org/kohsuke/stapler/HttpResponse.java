package org.kohsuke.stapler;

/** Signature of Stapler's {@code HttpResponse}. */
public interface HttpResponse {}
