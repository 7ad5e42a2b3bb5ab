package com.cloudbees.plugins.credentials.domains;

import java.util.List;

/** Signature of the credentials plugin's {@code URIRequirementBuilder}. */
public class URIRequirementBuilder {
    private URIRequirementBuilder() {}

    public static URIRequirementBuilder fromUri(String uri) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }

    public List<DomainRequirement> build() {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }
}
