package io.hallmark.verifierbridge.keylime.tpmpolicy;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.util.List;

/** A file for each baseline with its {@code tpm_policy}, for who enrols agents: {@code keylime_tenant --tpm_policy}. */
public final class TpmPolicyFormat implements Format {
    private final Mixtures mixtures;
    private final TpmPolicy.Mask mask;

    private TpmPolicyFormat(Mixtures mixtures, TpmPolicy.Mask mask) {
        this.mixtures = mixtures;
        this.mask = mask;
    }

    /** Reads {@code tpm-policy-mixtures} and {@code tpm-policy-measured-boot}. */
    public static TpmPolicyFormat of(TargetSettings settings) {
        return new TpmPolicyFormat(
                Mixtures.of(settings),
                settings.flag("tpm-policy-measured-boot", false)
                        ? TpmPolicy.Mask.WITH_MEASURED_BOOT
                        : TpmPolicy.Mask.VALUES);
    }

    @Override
    public String name() {
        return "keylime-tpm-policy";
    }

    @Override
    public List<RenderedFile> render(ApprovedState state, BaselineDocument baseline) {
        TpmPolicy policy = TpmPolicy.of(baseline, mixtures, mask);
        return List.of(new RenderedFile(RenderedFile.pathOf(baseline) + ".json", policy.text(), policy.words()));
    }
}
