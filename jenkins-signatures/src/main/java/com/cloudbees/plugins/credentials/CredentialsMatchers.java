package com.cloudbees.plugins.credentials;

import java.util.Arrays;

/** Signature of the credentials plugin's {@code CredentialsMatchers}. */
public class CredentialsMatchers {
    private CredentialsMatchers() {}

    public static CredentialsMatcher instanceOf(Class<?> type) {
        return type::isInstance;
    }

    public static CredentialsMatcher anyOf(CredentialsMatcher... matchers) {
        return item -> Arrays.stream(matchers).anyMatch(matcher -> matcher.matches(item));
    }
}
