package org.jenkinsci.remoting;

/** Signature of Jenkins' {@code RoleSensitive}. */
public interface RoleSensitive {
    void checkRoles(RoleChecker checker) throws SecurityException;
}
