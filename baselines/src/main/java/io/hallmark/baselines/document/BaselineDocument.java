package io.hallmark.baselines.document;

import io.hallmark.measuredboot.digest.Bank;
import java.util.List;

/**
 * The golden measurements of one chain of an image on one hardware profile:
 * {@code baselines/<image>/<chain>/<profile>.yaml}.
 *
 * @param banks that values are given in
 * @param enforce indices of the PCRs that verifiers are to hold nodes to, as far as each set can be
 * @param accepted sets, newest first; at least one
 */
public record BaselineDocument(
        String image,
        String chain,
        String hardware,
        List<Bank> banks,
        List<Integer> enforce,
        List<AcceptedSet> accepted) {
    public BaselineDocument {
        banks = List.copyOf(banks);
        enforce = List.copyOf(enforce);
        accepted = List.copyOf(accepted);
    }

    /**
     * Reads the document.
     *
     * @param file name for messages
     * @throws io.hallmark.baselines.BaselinesException with line and column
     */
    public static BaselineDocument read(String file, byte[] bytes) {
        return BaselineCodec.read(file, bytes);
    }

    /** The document in its canonical form. */
    public byte[] toYaml() {
        return BaselineCodec.write(this);
    }

    /** Where the document of an image's chain on a hardware profile lies in the baselines repository. */
    public static String path(String image, String chain, String hardware) {
        return "baselines/" + image + "/" + chain + "/" + hardware + ".yaml";
    }
}
