package io.hallmark.verifierbridge.keylime.tpmpolicy;

import io.hallmark.baselines.document.TargetSettings;
import java.util.Arrays;
import java.util.List;

/**
 * What to do where alternatives, PCR by PCR, let a node pass that shows one PCR of one accepted set and another PCR of
 * another: a state that nobody approved.
 */
public enum Mixtures {
    /** They pass, and words say how many there are. */
    ACCEPT("accept"),
    /** PCRs are left out until there are none; a PCR that is left out is not held at all. */
    LEAVE_OUT("leave-out"),
    /** No policy is made. */
    REFUSE("refuse");

    /** The setting that chooses one. */
    public static final String FIELD = "tpm-policy-mixtures";

    private final String word;

    Mixtures(String word) {
        this.word = word;
    }

    /** What the settings of a target say; {@code accept} when they say nothing. */
    public static Mixtures of(TargetSettings settings) {
        List<String> words =
                Arrays.stream(values()).map(mixtures -> mixtures.word).toList();
        return values()[words.indexOf(settings.choice(FIELD, words, ACCEPT.word))];
    }
}
