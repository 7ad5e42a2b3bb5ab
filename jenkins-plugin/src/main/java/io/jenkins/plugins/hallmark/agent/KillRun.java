package io.jenkins.plugins.hallmark.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jenkins.MasterToSlaveFileCallable;

/** Ends what is left of a run, also what does not end when Jenkins asks it to. It is known by a variable, as Jenkins does it. */
final class KillRun extends MasterToSlaveFileCallable<Void> {
    /** Its value is the run. */
    static final String VARIABLE = "HALLMARK_RUN";

    private static final long serialVersionUID = 1L;

    private final String run;

    KillRun(String run) {
        this.run = run;
    }

    @Override
    public Void invoke(File workspace, VirtualChannel channel) {
        String mark = VARIABLE + "=" + run;
        ProcessHandle.allProcesses().filter(process -> has(process, mark)).forEach(ProcessHandle::destroyForcibly);
        return null;
    }

    private static boolean has(ProcessHandle process, String mark) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
            return Arrays.asList(new String(environment, StandardCharsets.ISO_8859_1).split("\0"))
                    .contains(mark);
        } catch (IOException e) {
            // It has ended, or belongs to another user, or this system does not tell.
            return false;
        }
    }
}
