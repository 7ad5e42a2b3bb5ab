package io.jenkins.plugins.hallmark.config;

import hudson.Util;
import hudson.util.FormValidation;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.repository.CommitId;
import io.hallmark.baselines.repository.Identity;

/** What the forms check. */
final class Checks {
    private Checks() {}

    static FormValidation name(String value) {
        return isName(value) ? FormValidation.ok() : FormValidation.error(Messages.Checks_name());
    }

    /** Whether steps can call something so. */
    static boolean isName(String value) {
        return Util.fixNull(value).strip().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    }

    /** A form's field does not see those of other repositories in it; what is saved can be seen. */
    static FormValidation unique(HallmarkConfiguration saved, String name, String url) {
        return saved.find(name.strip())
                .map(BaselinesSource::getUrl)
                .filter(other -> !other.equals(Util.fixNull(url).strip()))
                .map(other -> FormValidation.warning(Messages.HallmarkConfiguration_otherUrl(other)))
                .orElseGet(FormValidation::ok);
    }

    static FormValidation author(String value) {
        String author = Util.fixNull(value).strip();
        try {
            if (!author.isEmpty()) {
                Identity.parse(author);
            }
            return FormValidation.ok();
        } catch (BaselinesException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    static FormValidation trust(String value) {
        String commit = Util.fixNull(value).strip();
        if (commit.isEmpty()) {
            return FormValidation.warning(Messages.Checks_noTrust());
        }
        return CommitId.isFull(commit) ? FormValidation.ok() : FormValidation.error(Messages.Checks_trust());
    }
}
