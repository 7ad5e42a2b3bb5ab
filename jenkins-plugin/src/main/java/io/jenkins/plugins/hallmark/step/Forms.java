package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import java.util.Locale;

/** What the forms of steps ask, for build steps and Pipelines alike. */
final class Forms {
    private final JenkinsFacade jenkins;

    Forms(JenkinsFacade jenkins) {
        this.jenkins = jenkins;
    }

    /** Refuses those who may not configure the job, and without a job those who don't administer Jenkins. */
    void checkPermission(Item item) {
        if (item == null) {
            jenkins.checkAdminister();
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }

    /** The names of the baselines repositories. */
    ListBoxModel repositories() {
        ListBoxModel names = new ListBoxModel();
        for (BaselinesSource source :
                jenkins.extension(HallmarkConfiguration.class).getRepositories()) {
            names.add(source.getName(), source.getName());
        }
        return names;
    }

    /** What a finding may make of a build. */
    static ListBoxModel severities() {
        ListBoxModel words = new ListBoxModel();
        for (DriftTask.Severity severity : DriftTask.Severity.values()) {
            String word = severity.name().toLowerCase(Locale.ROOT);
            words.add(word, word);
        }
        return words;
    }

    /** Whether a path stays in the workspace, as far as it can be told from here. */
    static FormValidation path(String value) {
        String path = value == null ? "" : value.strip();
        return path.startsWith("/") || path.matches("(.*/)?\\.\\.(/.*)?")
                ? FormValidation.error(Messages.Forms_path())
                : FormValidation.ok();
    }

    /** Whether it names a build, or nothing. There may be variables in it. */
    static FormValidation archivedBy(String value) {
        String text = Util.fixNull(value).strip();
        try {
            if (!text.isEmpty() && !text.contains("$")) {
                ArchivedBy.parse(text);
            }
            return FormValidation.ok();
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Whether a number is at least another. */
    static FormValidation atLeast(int least, String value) {
        try {
            if (Integer.parseInt(value.strip()) >= least) {
                return FormValidation.ok();
            }
        } catch (NumberFormatException e) {
            // Told below, as any other wrong number.
        }
        return FormValidation.error(Messages.Forms_atLeast(String.valueOf(least)));
    }
}
