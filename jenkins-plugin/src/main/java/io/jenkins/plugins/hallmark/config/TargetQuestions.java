package io.jenkins.plugins.hallmark.config;

import hudson.util.FormValidation;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.Publish;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.baselines.publish.TargetOutcome;
import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Identity;
import io.jenkins.plugins.hallmark.access.CredentialLookup;
import io.jenkins.plugins.hallmark.access.JenkinsFacade;
import io.jenkins.plugins.hallmark.access.StoredCredentials;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the targets of a repository what a publication would change, which changes nothing. Only an approved state says who is
 * asked: a credential must not be shown to a server that somebody put into settings unseen. Whoever calls this has asked for the
 * permission before.
 */
final class TargetQuestions {
    private final JenkinsFacade jenkins;
    private final CredentialLookup credentials;
    private final List<TargetKind> kinds;

    TargetQuestions(JenkinsFacade jenkins, CredentialLookup credentials, List<TargetKind> kinds) {
        this.jenkins = jenkins;
        this.credentials = credentials;
        this.kinds = List.copyOf(kinds);
    }

    TargetQuestions(JenkinsFacade jenkins) {
        this(jenkins, StoredCredentials.global(jenkins), TargetKinds.all(jenkins, new NoMachine()));
    }

    /** Asks those of the repository that is saved under a name. */
    FormValidation of(String name) {
        Optional<BaselinesSource> source =
                jenkins.extension(HallmarkConfiguration.class).find(name);
        return source.map(this::of).orElseGet(() -> FormValidation.warning(Messages.TargetQuestions_unsaved()));
    }

    private FormValidation of(BaselinesSource source) {
        try (BaselinesRepository repository = BaselinesRepository.open(
                source.getUrl(),
                jenkins.folder().resolve("repositories"),
                new SourceSecrets(source, credentials).git())) {
            Publish publish = new Publish(
                    repository,
                    Identity.HALLMARK,
                    Approvals.of(source, repository, InstantSource.system()),
                    kinds,
                    new TargetSecrets(source, credentials),
                    duration -> {},
                    InstantSource.system(),
                    line -> {});
            Publish.Result result =
                    publish.run(new Publish.Request(Optional.empty(), true, Optional.empty(), Set.of()));
            return result instanceof Publish.Result.Refused refused
                    ? FormValidation.warning(Messages.TargetQuestions_refused(refused.reason()))
                    : told(((Publish.Result.Done) result).outcomes());
        } catch (IOException | BaselinesException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static FormValidation told(List<TargetOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return FormValidation.warning(Messages.TargetQuestions_none());
        }
        List<String> lines = new ArrayList<>();
        boolean silent = false;
        boolean failed = false;
        for (TargetOutcome outcome : outcomes) {
            lines.add(line(outcome));
            boolean elsewhere = outcome.words().contains(NoMachine.REASON);
            silent |= elsewhere;
            failed |= !elsewhere && !outcome.good();
        }
        String all = String.join("; ", lines);
        if (failed) {
            return FormValidation.error(all);
        }
        return silent ? FormValidation.warning(all) : FormValidation.ok(all);
    }

    private static String line(TargetOutcome outcome) {
        if (outcome instanceof TargetOutcome.Planned planned) {
            if (planned.plan().isEmpty()) {
                return Messages.TargetQuestions_nothing(outcome.target());
            }
            long changes = planned.plan().stream()
                    .filter(item -> item.action() != PlanItem.Action.KEEP)
                    .count();
            return Messages.TargetQuestions_answers(
                    outcome.target(),
                    String.valueOf(changes),
                    String.valueOf(planned.plan().size()));
        }
        return outcome.target() + ": " + String.join(", ", outcome.words());
    }
}
