package com.cloudbees.plugins.credentials.domains;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Signature of the credentials plugin's {@code URIRequirementBuilder}. Of what a URI says it keeps scheme and host. */
public class URIRequirementBuilder {
    private final List<DomainRequirement> requirements = new ArrayList<>();

    private URIRequirementBuilder() {}

    public static URIRequirementBuilder fromUri(String uri) {
        URIRequirementBuilder builder = new URIRequirementBuilder();
        URI parsed = URI.create(uri);
        if (parsed.getScheme() != null) {
            builder.requirements.add(new SchemeRequirement(parsed.getScheme()));
        }
        if (parsed.getHost() != null) {
            builder.requirements.add(new HostnameRequirement(parsed.getHost()));
        }
        return builder;
    }

    public List<DomainRequirement> build() {
        return new ArrayList<>(requirements);
    }
}
