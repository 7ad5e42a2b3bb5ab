package hudson.security;

/** Signature of Jenkins' {@code PermissionScope}. */
public final class PermissionScope {
    private PermissionScope() {}
}
