package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.measuredboot.eventlog.EventLog;
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

    /** What a policy of Keylime's is told of a baseline, and what its reference logs have against that. */
    private interface Policy {
        PolicyContent content(BaselineDocument baseline, List<EventLog> reference);
    }

    private static PolicyContent hallmark(BaselineDocument baseline, List<EventLog> reference) {
        ReferenceState state = ReferenceState.of(baseline);
        List<String> refused = state.refused(reference);
        return refused.isEmpty()
                ? PolicyContent.of(state.toJson(), state.gaps())
                : new PolicyContent(Optional.empty(), refused);
    }

    private static PolicyContent example(BaselineDocument baseline, List<EventLog> reference) {
        ExampleRenderer.Rendered rendered = ExampleRenderer.render(baseline, reference);
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
    private static PolicyContent.Renderer checked(Policy policy, List<Integer> compared) {
        return (files, baseline) -> {
            try {
                ReferenceLogs reference = ReferenceLogs.of(files, baseline.hardware());
                return reference.unread().isEmpty()
                        ? confirmed(
                                UnconfirmedLog.words(files, baseline.hardware(), reference.logs(), compared),
                                policy.content(baseline, reference.logs()))
                        : new PolicyContent(Optional.empty(), reference.unread());
            } catch (BaselinesException e) {
                return new PolicyContent(Optional.empty(), List.of(e.getMessage()));
            }
        };
    }
}
