package io.jenkins.plugins.hallmark.view;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The page of the whole controller: image by hardware profile. Everybody sees what comes from jobs that they may see. */
@Extension
@ExportedBean
public final class Overview implements RootAction {
    private final JenkinsFacade jenkins;

    /** For Jenkins. */
    public Overview() {
        this(new JenkinsFacade());
    }

    Overview(JenkinsFacade jenkins) {
        this.jenkins = jenkins;
    }

    /** One row for each baseline. */
    @Exported
    public List<OverviewRow> getRows() throws IOException {
        jenkins.checkRead();
        return jenkins.extension(OverviewStore.class).rows();
    }

    /** The representation for programs. */
    public Api getApi() {
        jenkins.checkRead();
        return new Api(this);
    }

    @Override
    public String getIconFileName() {
        return "symbol-fingerprint";
    }

    @Override
    public String getDisplayName() {
        return Messages.Overview_displayName();
    }

    @Override
    public String getUrlName() {
        return "hallmark";
    }
}
