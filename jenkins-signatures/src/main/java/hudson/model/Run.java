package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import java.io.IOException;
import jenkins.model.ArtifactManager;
import jenkins.util.VirtualFile;
import org.kohsuke.stapler.export.ExportedBean;

/** Signature of Jenkins' {@code Run}. */
@ExportedBean
public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable
        implements AccessControlled, Saveable {
    public static final Permission ARTIFACTS = new Permission(null, "Artifacts", null, null, null);

    private final JobT project;
    private final long timestamp;
    private Result result;

    protected Run(JobT job, long timestamp) {
        this.project = job;
        this.timestamp = timestamp;
    }

    public JobT getParent() {
        return project;
    }

    public final long getTimeInMillis() {
        return timestamp;
    }

    public abstract int getNumber();

    public abstract String getUrl();

    public abstract RunT getPreviousBuild();

    public abstract File getRootDir();

    public abstract String getExternalizableId();

    public abstract String getFullDisplayName();

    /** Where Jenkins keeps artifacts unless it is told otherwise. */
    public final ArtifactManager getArtifactManager() {
        return new ArtifactManager() {
            @Override
            public VirtualFile root() {
                return VirtualFile.forFile(new File(getRootDir(), "archive"));
            }
        };
    }

    public Result getResult() {
        return result;
    }

    public void setResult(Result worse) {
        if (result == null || worse.isWorseThan(result)) {
            result = worse;
        }
    }

    @Override
    public synchronized void save() throws IOException {}
}
