package io.hallmark.baselines.repository;

import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Turns the progress of a Git operation into steps, and stops it when its thread is interrupted. */
final class StepMonitor extends EmptyProgressMonitor {
    private final Steps steps;
    private final String operation;

    StepMonitor(Steps steps, String operation) {
        this.steps = steps;
        this.operation = operation;
    }

    @Override
    public void beginTask(String title, int totalWork) {
        steps.reached(operation + ": " + title);
    }

    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public void endTask() {
        steps.reached(operation + ": task done");
    }
}
