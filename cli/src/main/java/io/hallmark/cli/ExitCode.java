package io.hallmark.cli;

/** The exit codes of the command, which scripts rely on. */
final class ExitCode {
    /** Done, or nothing to do. */
    static final int OK = 0;
    /** A finding: drift, a failed check, baselines that would change with {@code --fail-on-change}. */
    static final int FINDING = 1;
    /** Wrong usage or input. */
    static final int INPUT = 2;
    /** A target or remote failed. */
    static final int REMOTE = 3;

    private ExitCode() {}
}
