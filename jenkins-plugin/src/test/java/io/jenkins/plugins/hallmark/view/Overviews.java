package io.jenkins.plugins.hallmark.view;

import io.jenkins.plugins.hallmark.access.JenkinsFacade;

/** The overview of a Jenkins that is none. */
public final class Overviews {
    private Overviews() {}

    public static OverviewStore store(JenkinsFacade jenkins) {
        return new OverviewStore(jenkins);
    }

    public static Overview page(JenkinsFacade jenkins) {
        return new Overview(jenkins);
    }
}
