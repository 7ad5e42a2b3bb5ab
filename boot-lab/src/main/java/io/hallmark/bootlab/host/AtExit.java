package io.hallmark.bootlab.host;

/** Cleans up when the lab ends in whatever way: first processes, which would write into folders that are being deleted. */
final class AtExit {
    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::cleanUp, "clean-up"));
    }

    private AtExit() {}

    /** Sees to it that there will be a clean-up; called before there is anything to clean. */
    static void arm() {
        // The class is initialised once, with the first call.
    }

    private static void cleanUp() {
        Processes.killAll();
        Workspace.deleteAll();
    }
}
