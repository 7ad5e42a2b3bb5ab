package org.springframework.security.access;

/** Signature of Spring Security's {@code AccessDeniedException}. */
public class AccessDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccessDeniedException(String message) {
        super(message);
    }
}
