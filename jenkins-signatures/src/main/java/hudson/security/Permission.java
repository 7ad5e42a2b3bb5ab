package hudson.security;

import org.jvnet.localizer.Localizable;

/** Signature of Jenkins' {@code Permission}. */
public final class Permission {
    public final String name;
    public boolean enabled = true;

    public Permission(
            PermissionGroup group, String name, Localizable description, Permission impliedBy, PermissionScope scope) {
        this.name = name;
    }

    public boolean getEnabled() {
        return enabled;
    }
}
