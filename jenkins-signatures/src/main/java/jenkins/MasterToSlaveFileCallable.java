package jenkins;

import jenkins.agents.ControllerToAgentFileCallable;

/** Signature of Jenkins' {@code MasterToSlaveFileCallable}. */
public abstract class MasterToSlaveFileCallable<T> implements ControllerToAgentFileCallable<T> {
    private static final long serialVersionUID = 1L;
}
