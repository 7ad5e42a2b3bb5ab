package io.jenkins.plugins.hallmark.view;

import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import java.io.IOException;
import java.util.Map;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What one step of a build did: a line for the build's page, and a document for a page of its own and for programs. The
 * fields are kept in {@code build.xml} and never renamed.
 */
@ExportedBean
public abstract class BuildReport implements RunAction2 {
    private final String baselines;
    private int number;
    private transient Run<?, ?> run;

    /** @param baselines name of the baselines repository */
    BuildReport(String baselines) {
        this.baselines = baselines;
    }

    /** The word for it in file names and URLs. */
    abstract String word();

    /** What came out, in one line; for the build itself, whoever it runs as. */
    public abstract String headline();

    abstract boolean good();

    /** What came out, in one line. */
    @Exported
    public final String getHeadline() {
        checkRead();
        return headline();
    }

    /** Whether it went as it should; else people have to look. */
    @Exported
    public final boolean isGood() {
        checkRead();
        return good();
    }

    /**
     * Adds this to a build, with its document.
     *
     * @param json the document
     */
    public final void addTo(Run<?, ?> build, String json) throws IOException {
        synchronized (build) {
            number = 1 + build.getActions(getClass()).size();
            run = build;
            ReportFile.write(build, file(), json);
            build.addAction(this);
        }
        build.save();
    }

    /** Name of the baselines repository in Jenkins' configuration. */
    @Exported
    public String getBaselines() {
        checkRead();
        return baselines;
    }

    /** The document, as maps, lists, texts, numbers and truth values. */
    @Exported
    public Map<String, Object> getReport() throws IOException {
        checkRead();
        return ReportFile.read(run, file());
    }

    /** The build. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** The representation for programs. */
    public Api getApi() {
        checkRead();
        return new Api(this);
    }

    /** Refuses those who must not see the job. */
    final void checkRead() {
        run.getParent().checkPermission(Item.READ);
    }

    @Override
    public final void onAttached(Run<?, ?> build) {
        run = build;
    }

    @Override
    public final void onLoad(Run<?, ?> build) {
        run = build;
    }

    @Override
    public final String getUrlName() {
        return "hallmark-" + word() + (number > 1 ? "-" + number : "");
    }

    @Override
    public final String getIconFileName() {
        return "symbol-fingerprint";
    }

    private String file() {
        return word() + "-" + number + ".json";
    }
}
