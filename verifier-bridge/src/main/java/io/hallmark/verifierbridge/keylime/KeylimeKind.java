package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.publish.TargetKind;
import io.hallmark.verifierbridge.keylime.refstate.ReferenceState;

/** Keylime verifiers. */
public final class KeylimeKind implements TargetKind {
    @Override
    public String name() {
        return "keylime";
    }

    @Override
    public Target open(TargetSettings settings, SecretStore secrets) {
        KeylimeSettings read = KeylimeSettings.of(settings);
        return new KeylimeTarget(read, secrets, KeylimeKind::hallmark);
    }

    private static PolicyContent hallmark(io.hallmark.baselines.document.BaselineDocument baseline) {
        ReferenceState state = ReferenceState.of(baseline);
        return PolicyContent.of(state.toJson(), state.gaps());
    }
}
