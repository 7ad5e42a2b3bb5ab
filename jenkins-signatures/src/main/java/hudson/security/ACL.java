package hudson.security;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

/** Signature of Jenkins' {@code ACL}. */
public abstract class ACL {
    public static final Authentication SYSTEM2 = new Authentication() {
        private static final long serialVersionUID = 1L;
    };

    public final void checkPermission(Permission permission) {
        if (!hasPermission(permission)) {
            throw new AccessDeniedException("permission " + permission.name + " is missing");
        }
    }

    public final boolean hasPermission(Permission permission) {
        return hasPermission2(SYSTEM2, permission);
    }

    public boolean hasPermission2(Authentication who, Permission permission) {
        throw new UnsupportedOperationException("a signature only: Jenkins itself has the code");
    }
}
