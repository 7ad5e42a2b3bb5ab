package com.cloudbees.plugins.credentials.domains;

import java.io.Serializable;

/** Signature of the credentials plugin's {@code DomainRequirement}. */
public class DomainRequirement implements Serializable {
    private static final long serialVersionUID = 1L;
}
