package hudson.model;

import hudson.ExtensionPoint;

/** Signature of Jenkins' {@code RootAction}. */
public interface RootAction extends Action, ExtensionPoint {}
