package io.hallmark.baselines.publish;

import io.hallmark.baselines.document.TargetSettings;

/** A kind of target, by the name that settings use: {@code keylime}. A new one is one package and its registration. */
public interface TargetKind {
    String name();

    /**
     * Makes a target from its settings.
     *
     * <p>Every field that the kind knows is asked for, and {@link TargetSettings#done()} called, so that unknown ones
     * are refused. Nothing is connected to yet.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column of a wrong field
     */
    Target open(TargetSettings settings, SecretStore secrets);
}
