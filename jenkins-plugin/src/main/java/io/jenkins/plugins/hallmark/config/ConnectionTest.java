package io.jenkins.plugins.hallmark.config;

import hudson.util.FormValidation;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Snapshot;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.access.StoredCredentials;
import java.io.IOException;

/** Whether a baselines repository can be read. Whoever calls this has asked for the permission before. */
final class ConnectionTest {
    private ConnectionTest() {}

    static FormValidation of(JenkinsFacade jenkins, String url, String credentialsId) {
        return of(jenkins, url, credentialsId, StoredCredentials.global(jenkins));
    }

    static FormValidation of(JenkinsFacade jenkins, String url, String credentialsId, CredentialLookup credentials) {
        if (url.isEmpty()) {
            return FormValidation.error(Messages.BaselinesSource_noUrl());
        }
        BaselinesSource source = new BaselinesSource("test", url);
        source.setCredentialsId(credentialsId);
        try (BaselinesRepository repository = BaselinesRepository.open(
                url, jenkins.folder().resolve("repositories"), new SourceSecrets(source, credentials).git())) {
            Snapshot head = repository.head(repository.defaultBranch());
            Settings.read(Settings.FILE, head.require(Settings.FILE));
            return FormValidation.ok(Messages.ConnectionTest_ok(repository.defaultBranch(), head.commit()));
        } catch (IOException | BaselinesException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
