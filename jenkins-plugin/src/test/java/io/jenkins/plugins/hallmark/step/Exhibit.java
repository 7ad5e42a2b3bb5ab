package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import io.jenkins.plugins.hallmark.view.BuildReport;
import io.jenkins.plugins.hallmark.view.JobHistories;
import io.jenkins.plugins.hallmark.view.JobHistory;
import io.jenkins.plugins.hallmark.view.Overview;
import io.jenkins.plugins.hallmark.view.Overviews;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** A Jenkins in which something of each kind has happened, for pages to show. */
public final class Exhibit {
    /** What a forge answers to the second proposal. */
    public static final String PULL_REQUEST = "https://git.example.org/platform/baselines/pulls/12";

    private final Stage stage;

    private Exhibit(Stage stage) {
        this.stage = stage;
    }

    /**
     * An image is proposed and approved, changes, is proposed again, is published to a target that works and to one that does
     * not, changes once more, and two nodes are compared.
     *
     * @param logs of nodes, which are copied into the workspace
     */
    public static Exhibit of(Path folder, List<Path> logs) throws Exception {
        Stage stage = Stage.of(folder);
        change(stage, 40);
        propose(stage);
        stage.merge();
        stage.nextBuild();
        change(stage, 41);
        propose(stage);
        stage.run.getAction(ProposalReportAction.class).withPullRequest(PULL_REQUEST);
        stage.merge();
        stage.nextBuild();
        publish(stage, folder);
        stage.nextBuild();
        drift(stage, logs);
        stage.nextBuild();
        change(stage, 42);
        propose(stage);
        return new Exhibit(stage);
    }

    private static void propose(Stage stage) throws IOException, InterruptedException {
        stage.perform(new ProposeBuilder(Stage.NAME));
    }

    /** Another release of the kernel's modules and of a program of the initramfs. */
    private static void change(Stage stage, int release) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(archive, CpioConstants.FORMAT_NEW)) {
            file(cpio, "init", "#!/bin/sh\nexec /sbin/udevadm settle\n");
            file(cpio, "usr/lib/modules/6.1.0-" + release + "-amd64/modules.order", "kernel/drivers/net/e1000e.ko\n");
            file(cpio, "usr/lib/modules/6.1.0-" + release + "-amd64/kernel/e1000e.ko", "driver of release " + release);
            file(cpio, "usr/sbin/udevadm", "program of release " + release);
        }
        stage.change("boot/initrd.img", archive.toByteArray());
    }

    private static void file(CpioArchiveOutputStream cpio, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, bytes.length);
        entry.setMode(CpioConstants.C_ISREG | 0755);
        cpio.putArchiveEntry(entry);
        cpio.write(bytes);
        cpio.closeArchiveEntry();
    }

    private static void publish(Stage stage, Path folder) throws IOException, InterruptedException {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file where a folder should be");
        stage.settings("targets:\n  shelf: {kind: directory, path: \"" + folder.resolve("shelf")
                + "\", formats: [json]}\n  broken: {kind: directory, path: \"" + occupied
                + "/x\", formats: [json], attempts: 1}\n");
        stage.source.setUnapproved(true);
        PublishBuilder publish = new PublishBuilder(Stage.NAME);
        publish.setUnstable(true);
        stage.perform(publish);
    }

    /** Publishes a newer state to one target alone. */
    public void publishNewerTo(String target) throws IOException, InterruptedException {
        stage.settings("# newer\n");
        stage.nextBuild();
        PublishBuilder publish = new PublishBuilder(Stage.NAME);
        publish.setTargets(target);
        publish.setUnstable(true);
        stage.perform(publish);
    }

    private static void drift(Stage stage, List<Path> logs) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(stage.image().resolve("logs"));
        for (Path log : logs) {
            Files.copy(log, folder.resolve(log.getParent().getFileName() + ".bin"));
        }
        DriftBuilder drift = new DriftBuilder(Stage.NAME);
        drift.setLogs("logs/*.bin");
        drift.setOnDrift("unstable");
        try {
            stage.perform(drift);
        } catch (AbortException e) {
            throw new IllegalStateException(stage.log.text(), e);
        }
    }

    /** What a build's steps did, by its number. */
    public List<BuildReport> reports(int build) {
        return stage.job.getBuildByNumber(build).getActions(BuildReport.class);
    }

    /** The job's page. */
    public JobHistory history() {
        return JobHistories.of(stage.job);
    }

    /** The controller's page. */
    public Overview overview() {
        return Overviews.page(stage.jenkins);
    }
}
