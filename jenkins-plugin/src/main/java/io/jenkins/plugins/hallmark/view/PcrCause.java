package io.jenkins.plugins.hallmark.view;

import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A PCR that a proposal changes, and by what. Kept in {@code build.xml}. */
@ExportedBean(defaultVisibility = 999)
public final class PcrCause {
    private final String chain;
    private final int pcr;
    private final ArrayList<String> causes;

    /**
     * A change.
     *
     * @param chain of the image
     * @param pcr index
     * @param causes artifacts and settings
     */
    public PcrCause(String chain, int pcr, List<String> causes) {
        this.chain = chain;
        this.pcr = pcr;
        this.causes = new ArrayList<>(causes);
    }

    /** The chain of the image. */
    @Exported
    public String getChain() {
        return chain;
    }

    /** The PCR's index. */
    @Exported
    public int getPcr() {
        return pcr;
    }

    /** The artifacts and settings that its changed events follow from. */
    @Exported
    public List<String> getCauses() {
        return List.copyOf(causes);
    }
}
