package io.hallmark.puppetbridge.render;

import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.puppetbridge.profile.HardeningProfile;
import java.util.Map;

/**
 * A profile as a tool of configuration management takes it. Equal profiles of equal origin give equal bytes. What the tool
 * can't express is an error that names the measure; nothing is left out in silence.
 */
public interface Rendering {
    /** The tool, as commands and settings name it: {@code puppet}. */
    String target();

    /**
     * The files of the profile, by path relative to where the tool keeps them.
     *
     * @throws io.hallmark.baselines.BaselinesException naming a measure that can't be expressed
     */
    RenderedFiles render(HardeningProfile profile, Origin origin);

    /** What the tool takes of a state as a whole, beside the files of each profile: where nodes are, say; often nothing. */
    default RenderedFiles shared(RepositoryFiles files) {
        return RenderedFiles.ofTexts(Map.of());
    }

    /** What applies rendered profiles and comes with Hallmark, a module say, by path beside them; empty where nothing does. */
    default RenderedFiles module() {
        return RenderedFiles.ofTexts(Map.of());
    }
}
