package hudson.tasks;

/** Signature of Jenkins' {@code BuildStepMonitor}. */
public enum BuildStepMonitor {
    NONE,
    STEP,
    BUILD
}
