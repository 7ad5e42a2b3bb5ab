package hudson.model;

import hudson.security.AccessControlled;
import java.io.File;
import java.io.IOException;
import org.kohsuke.stapler.export.ExportedBean;

/** Signature of Jenkins' {@code Run}. */
@ExportedBean
public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable
        implements AccessControlled, Saveable {
    private Result result;

    public abstract JobT getParent();

    public abstract int getNumber();

    public abstract String getUrl();

    public abstract RunT getPreviousBuild();

    public abstract File getRootDir();

    public abstract String getExternalizableId();

    public abstract long getTimeInMillis();

    public abstract String getFullDisplayName();

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
