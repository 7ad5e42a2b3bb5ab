package io.jenkins.plugins.hallmark.step;

import hudson.AbortException;
import hudson.model.Run;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The build that archived what another one reads: {@code .} for that one itself, {@code folder/job} for the newest complete build of
 * a job, {@code folder/job#12} for a certain one. Jobs have neither of these as their names.
 */
record ArchivedBy(String job, OptionalInt number) {
    private static final Pattern FORM = Pattern.compile("([^#]+?)(?:#([0-9]{1,9}))?");
    private static final String OWN = ".";

    static ArchivedBy parse(String text) throws AbortException {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new AbortException(
                    "'" + text + "' names no build: '.' is this one, 'folder/job' the newest complete one of"
                            + " a job, 'folder/job#12' a certain one");
        }
        return new ArchivedBy(
                form.group(1),
                form.group(2) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(form.group(2))));
    }

    /** @throws AbortException when there is none, or the one that asks may not see it; which of them is not told */
    Run<?, ?> in(BuildContext build) throws AbortException {
        if (job.equals(OWN)) {
            return build.run();
        }
        return build.surroundings()
                .jenkins()
                .archived(build.run(), job, number)
                .orElseThrow(() -> new AbortException("there is no build '" + job
                        + (number.isPresent() ? "#" + number.getAsInt() : "")
                        + "' whose artifacts this one may read: it may read those of its own job, and of jobs that the"
                        + " user whom it acts for may see, or everybody where it acts for no user"));
    }
}
