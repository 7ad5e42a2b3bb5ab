package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.verifierbridge.keylime.example.ExampleRenderer;
import io.hallmark.verifierbridge.keylime.example.ExampleState;
import io.hallmark.verifierbridge.keylime.example.ReferenceLogs;
import io.hallmark.verifierbridge.keylime.refstate.ReferenceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keylime verifiers. */
public final class KeylimeKind implements TargetKind {
    @Override
    public String name() {
        return "keylime";
    }

    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        KeylimeSettings read = KeylimeSettings.of(settings);
        return new KeylimeTarget(
                read,
                secrets,
                read.policy().equals(KeylimeSettings.EXAMPLE)
                        ? checked(KeylimeKind::example, UnconfirmedLog.COMPARED_BY_EXAMPLE)
                        : checked(KeylimeKind::hallmark, UnconfirmedLog.COMPARED_BY_HALLMARK));
    }

    private static PolicyContent hallmark(RepositoryFiles files, BaselineDocument baseline) {
        ReferenceState state = ReferenceState.of(baseline);
        List<String> refused = state.refused(ReferenceLogs.of(files, baseline.hardware()));
        return refused.isEmpty()
                ? PolicyContent.of(state.toJson(), state.gaps())
                : new PolicyContent(Optional.empty(), refused);
    }

    private static PolicyContent example(RepositoryFiles files, BaselineDocument baseline) {
        ExampleRenderer.Rendered rendered =
                ExampleRenderer.render(baseline, ReferenceLogs.of(files, baseline.hardware()));
        return new PolicyContent(rendered.state().map(ExampleState::toJson), rendered.words());
    }

    private static PolicyContent confirmed(List<String> unconfirmed, PolicyContent content) {
        if (unconfirmed.isEmpty()) {
            return content;
        }
        List<String> refused = new ArrayList<>(unconfirmed);
        if (content.text().isEmpty()) {
            refused.addAll(content.words());
        }
        return new PolicyContent(Optional.empty(), refused);
    }

    /** What stands against one baseline is said of it, and keeps no other out. */
    private static PolicyContent.Renderer checked(PolicyContent.Renderer renderer, List<Integer> compared) {
        return (files, baseline) -> {
            try {
                List<String> unread = ReferenceLogs.unread(files, baseline.hardware());
                return unread.isEmpty()
                        ? confirmed(
                                UnconfirmedLog.words(files, baseline.hardware(), compared),
                                renderer.render(files, baseline))
                        : new PolicyContent(Optional.empty(), unread);
            } catch (BaselinesException e) {
                return new PolicyContent(Optional.empty(), List.of(e.getMessage()));
            }
        };
    }
}
