package io.hallmark.verifierbridge.rim;

import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.verifierbridge.format.DistinctSets;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.format.NameUuid;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Two files for each accepted set, named by its content: the support RIM ({@code .rimel}) and the base RIM
 * ({@code .swidtag}) that vouches for it.
 */
public final class RimFormat implements Format {
    private final RimSettings settings;
    private final SecretStore secrets;

    private RimFormat(RimSettings settings, SecretStore secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /**
     * The format with the settings of a target.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column of a wrong field
     */
    public static RimFormat of(TargetSettings settings, SecretStore secrets) {
        return new RimFormat(RimSettings.of(settings), secrets);
    }

    @Override
    public String name() {
        return "rim";
    }

    @Override
    public List<RenderedFile> render(ApprovedState state, BaselineDocument baseline) {
        XmlSigner signer = XmlSigner.of(secrets, settings.signWith());
        BaseRim.Platform platform = platform(state, baseline.hardware());
        String path = RenderedFile.pathOf(baseline);
        List<RenderedFile> files = new ArrayList<>();
        DistinctSets.of(baseline).forEach((id, set) -> {
            SupportRim support = SupportRim.of(baseline, set);
            if (support.isEmpty()) {
                files.add(RenderedFile.refused(
                        path + "/" + id + ".rimel",
                        "the set has no PCR that can be enforced: see in the baseline why its PCRs are not enforced"));
                return;
            }
            byte[] log = support.bytes();
            String name = "rim/" + path + "/" + id + "/" + Bank.SHA256.hash(log).hex();
            BaseRim base = new BaseRim(NameUuid.of(name), path + " " + id, settings, platform, id + ".rimel", log);
            files.add(RenderedFile.of(path + "/" + id + ".rimel", log, support.words()));
            files.add(RenderedFile.of(path + "/" + id + ".swidtag", signer.sign(base.document()), support.words()));
        });
        return files;
    }

    private BaseRim.Platform platform(ApprovedState state, String hardware) {
        String path = "hardware/" + hardware + "/" + ProfileDocument.FILE;
        ProfileDocument profile = ProfileDocument.read(path, state.files().require(path));
        String vendor = profile.vendor().isEmpty() ? hardware : profile.vendor();
        String model = profile.model().isEmpty() ? hardware : profile.model();
        return new BaseRim.Platform(settings.manufacturer().orElse(vendor), model, profile.firmware());
    }
}
