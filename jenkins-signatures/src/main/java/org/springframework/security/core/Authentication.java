package org.springframework.security.core;

import java.io.Serializable;

/** Signature of Spring Security's {@code Authentication}. */
public interface Authentication extends Serializable {}
