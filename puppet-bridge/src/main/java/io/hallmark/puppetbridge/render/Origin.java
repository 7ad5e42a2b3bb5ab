package io.hallmark.puppetbridge.render;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.Quoted;
import java.util.regex.Pattern;

/**
 * Where a rendered profile comes from, as every node reports it back.
 *
 * @param commit of the baselines repository that was approved, in hex; it is the id of the approved baseline
 */
public record Origin(String commit) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public Origin {
        if (!COMMIT.matcher(commit).matches()) {
            throw new BaselinesException(
                    Quoted.of(commit) + " is no commit of the baselines repository; give its full object id in hex");
        }
    }

    /** The id of what was approved, as nodes report it: {@code hallmark-} and the commit. */
    public String baseline() {
        return "hallmark-" + commit;
    }
}
