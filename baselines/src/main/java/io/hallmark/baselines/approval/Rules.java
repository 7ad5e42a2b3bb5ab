package io.hallmark.baselines.approval;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Approvals;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.repository.RepositoryFiles;
import java.util.Optional;

/** The rules in one state of the repository, with the keys that they name. */
record Rules(Approvals approvals, TrustedKeys keys) {

    /**
     * @return empty when the settings say nothing about approvals
     * @throws BaselinesException when they can't be read, or a key can't
     */
    static Optional<Rules> at(RepositoryFiles files) {
        return Settings.read(Settings.FILE, files.require(Settings.FILE))
                .approvals()
                .map(approvals -> new Rules(approvals, TrustedKeys.of(approvals, files)));
    }
}
