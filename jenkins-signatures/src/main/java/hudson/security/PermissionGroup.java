package hudson.security;

import org.jvnet.localizer.Localizable;

/** Signature of Jenkins' {@code PermissionGroup}. */
public final class PermissionGroup {
    public PermissionGroup(Class<?> owner, Localizable title) {}
}
