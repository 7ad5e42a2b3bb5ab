package org.jenkinsci.remoting;

/** Signature of Jenkins' {@code RoleChecker}. */
public abstract class RoleChecker {}
