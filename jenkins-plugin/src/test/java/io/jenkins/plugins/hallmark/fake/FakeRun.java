package io.jenkins.plugins.hallmark.fake;

import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import hudson.security.ACL;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import jenkins.scm.RunWithSCM;

/** A build. */
public final class FakeRun extends Run<FakeJob, FakeRun> implements RunWithSCM<FakeJob, FakeRun> {
    private final FakeJob job;
    private final int number;
    private final Path folder;
    private final List<String> touched = new ArrayList<>();

    FakeRun(FakeJob job, int number, Path folder) {
        super(job, 1_764_028_800_000L);
        this.job = job;
        this.number = number;
        this.folder = folder;
    }

    /** What a commit of the build touches. */
    public FakeRun touching(String path) {
        touched.add(path);
        return this;
    }

    @Override
    public List<ChangeLogSet<? extends ChangeLogSet.Entry>> getChangeSets() {
        return List.of(new ChangeLogSet<ChangeLogSet.Entry>(this, null) {
            @Override
            public Iterator<ChangeLogSet.Entry> iterator() {
                ChangeLogSet.Entry entry = new ChangeLogSet.Entry() {
                    @Override
                    public Collection<String> getAffectedPaths() {
                        return touched;
                    }
                };
                return List.of(entry).iterator();
            }
        });
    }

    @Override
    public int getNumber() {
        return number;
    }

    @Override
    public String getUrl() {
        return job.getUrl() + number + "/";
    }

    @Override
    public FakeRun getPreviousBuild() {
        return job.getBuildByNumber(number - 1);
    }

    @Override
    public File getRootDir() {
        return folder.toFile();
    }

    @Override
    public String getExternalizableId() {
        return job.getName() + "#" + number;
    }

    @Override
    public String getFullDisplayName() {
        return job.getName() + " #" + number;
    }

    @Override
    public String getDisplayName() {
        return "#" + number;
    }

    @Override
    public ACL getACL() {
        return job.getACL();
    }
}
